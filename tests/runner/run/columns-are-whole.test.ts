import {
  closeSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSpace } from '../../../runner/domain/space.ts';
import { columnsAreWhole } from '../../../runner/run/columns-are-whole.ts';
import { openColumnsFile } from '../../../runner/run/columns-file.ts';
import { HEADER_BYTES } from '../../../runner/run/columns-layout.ts';
import { columnsOptions } from '../../../runner/run/columns-options.ts';
import { openColumnsReader } from '../../../runner/run/columns-reader.ts';
import { rebuildColumns } from '../../../runner/run/rebuild-columns.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';
import { storeRun } from '../../fixtures/stored-run.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

function flip(path: string, at: number, mask: number): void {
  const fd = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  readSync(fd, byte, 0, 1, at);
  writeSync(fd, Buffer.of((byte[0] ?? 0) ^ mask), 0, 1, at);
  closeSync(fd);
}

/** Where a name of the header has a letter. */
function nameAt(path: string): number {
  return readFileSync(path).indexOf('net_pnl') + 2;
}

async function storedSearch(root: string) {
  const { store, record, job } = await storeRun(root, { SPY: { evaluations } });
  const own = join(store.folder(record.id), 'SPY');
  const space = createSpace(job.parameters, job.rules);
  const stages = [...new Set(evaluations.map(({ stage }) => stage))];
  const options = columnsOptions(space, { stages, variations: undefined });
  return { own, path: join(own, 'columns.bin'), space, options };
}

const evaluations = Array.from({ length: 50 }, (_, index) =>
  anEvaluation({ id: index + 1, params: { fast: 2 + index, slow: 100 }, fitness: index / 7 }),
);

test.each([
  ['deleted', (path: string) => rmSync(path)],
  ['cut within a row', (path: string) => truncateSync(path, statSync(path).size - 5)],
  ['cut in the middle', (path: string) => truncateSync(path, (statSync(path).size >> 1) + 30_000)],
  ['cut within the header', (path: string) => truncateSync(path, 20)],
  ['emptied', (path: string) => truncateSync(path, 0)],
  ['damaged in the header', (path: string) => flip(path, 12, 0x40)],
  ['given another name of a metric', (path: string) => flip(path, nameAt(path), 1)],
  ['changed by a bit', (path: string) => flip(path, HEADER_BYTES + 150, 1)],
  [
    'given zeros over a border of rows',
    (path: string) => {
      const fd = openSync(path, 'r+');
      writeSync(fd, Buffer.alloc(512), 0, 512, HEADER_BYTES + 1_000);
      closeSync(fd);
    },
  ],
])('rebuildColumns() makes columns that were %s again from the lines', async (_how, damage) => {
  using folder = temporaryFolder();
  const { own, path, space, options } = await storedSearch(folder.path);
  const before = readFileSync(path);
  expect(await columnsAreWhole(own)).toBe(true);
  expect(await rebuildColumns(own, space, options)).toBe(false);
  damage(path);
  expect(await columnsAreWhole(own)).toBe(false);
  expect(await rebuildColumns(own, space, options)).toBe(true);
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('columnsAreWhole() notices any bit of a row that changed', async () => {
  using folder = temporaryFolder();
  const { own, path } = await storedSearch(folder.path);
  const stride = (statSync(path).size - HEADER_BYTES) / evaluations.length;
  for (let byte = 0; byte < stride; byte++) {
    const [at, mask] = [HEADER_BYTES + 7 * stride + byte, 1 << (byte % 8)];
    flip(path, at, mask);
    expect(await columnsAreWhole(own), `byte ${byte}`).toBe(false);
    using reader = openColumnsReader(path);
    const block = reader?.block(7, 3);
    expect([0, 1, 2].map((row) => block?.isWhole(row))).toEqual([true, false, true]);
    flip(path, at, mask);
  }
  expect(await columnsAreWhole(own)).toBe(true);
});

test('openColumnsFile() goes on with a file of an older version, whose rows end with their id', async () => {
  using folder = temporaryFolder();
  const { own, path, options } = await storedSearch(folder.path);
  const bytes = readFileSync(path);
  const stride = (bytes.length - HEADER_BYTES) / evaluations.length;
  const header = JSON.parse(bytes.toString('utf8', 0, HEADER_BYTES)) as object;
  Object.assign(header, { sums: undefined, crc: undefined });
  bytes.fill(' ', 0, HEADER_BYTES).write(`${JSON.stringify(header)}\n`);
  for (let id = 1; id <= evaluations.length; id++) {
    bytes.writeUInt32LE(id, HEADER_BYTES + id * stride - 4);
  }
  writeFileSync(path, bytes);
  expect(await columnsAreWhole(own)).toBe(true);
  const last = anEvaluation({ id: 51, params: { fast: 3, slow: 90 }, fitness: 3 });
  const executed = { id: 51, attempt: 1, slot: 1, ms: 1, status: 'complete' } as const;
  const rows = (metrics: Readonly<Record<string, number>>) => [
    { evaluation: last, outcome: { ...executed, metrics }, point: -1, offset: 9_999 },
  ];
  const figures = () => {
    using reader = openColumnsReader(path);
    const block = reader?.block(1, 51);
    const ids = evaluations.map((_, row) => row);
    return {
      sums: reader?.layout.sums,
      whole: [...ids, 50].every((row) => block?.isWhole(row)),
      fitness: ids.map((row) => block?.fitness(row)),
    };
  };
  const fitness = evaluations.map((one) => one.fitness);
  {
    await using columns = openColumnsFile({ ...options, path });
    columns.put(rows({}));
    expect(figures()).toEqual({ sums: false, whole: true, fitness });
    // Another column: the file is written anew, with sums.
    columns.put(rows({ calm: 0.5 }));
    expect(figures()).toEqual({ sums: true, whole: true, fitness });
  }
  flip(path, HEADER_BYTES + 100, 4);
  expect(figures().whole).toBe(false);
});
