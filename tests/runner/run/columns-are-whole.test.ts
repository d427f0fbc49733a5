import {
  closeSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSpace } from '../../../runner/domain/space.ts';
import { columnsAreWhole } from '../../../runner/run/columns-are-whole.ts';
import { columnsOptions } from '../../../runner/run/columns-options.ts';
import { rebuildColumns } from '../../../runner/run/rebuild-columns.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';
import { storeRun } from '../../fixtures/stored-run.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const evaluations = Array.from({ length: 50 }, (_, index) =>
  anEvaluation({ id: index + 1, params: { fast: 2 + index, slow: 100 }, fitness: index / 7 }),
);

test.each([
  ['deleted', (path: string) => rmSync(path)],
  ['cut within a row', (path: string) => truncateSync(path, statSync(path).size - 5)],
  ['cut in the middle', (path: string) => truncateSync(path, (statSync(path).size >> 1) + 30_000)],
  ['cut within the header', (path: string) => truncateSync(path, 20)],
  ['emptied', (path: string) => truncateSync(path, 0)],
  [
    'damaged in the header',
    (path: string) => {
      const fd = openSync(path, 'r+');
      writeSync(fd, Buffer.alloc(1), 0, 1, 12);
      closeSync(fd);
    },
  ],
])('rebuildColumns() makes columns that were %s again from the lines', async (_how, damage) => {
  using folder = temporaryFolder();
  const { store, record, job } = await storeRun(folder.path, { SPY: { evaluations } });
  const own = join(store.folder(record.id), 'SPY');
  const path = join(own, 'columns.bin');
  const before = readFileSync(path);
  const space = createSpace(job.parameters, job.rules);
  const stages = [...new Set(evaluations.map(({ stage }) => stage))];
  const options = columnsOptions(space, { stages, variations: undefined });
  expect(await columnsAreWhole(own)).toBe(true);
  expect(await rebuildColumns(own, space, options)).toBe(false);
  damage(path);
  expect(await columnsAreWhole(own)).toBe(false);
  expect(await rebuildColumns(own, space, options)).toBe(true);
  expect(readFileSync(path).equals(before)).toBe(true);
});
