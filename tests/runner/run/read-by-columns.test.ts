import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openColumnsReader } from '../../../runner/run/columns-reader.ts';
import {
  bestIds,
  evaluationsAt,
  outlinesOf,
  sampledIds,
} from '../../../runner/run/read-by-columns.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor } from '../../fixtures/fake-executor.ts';
import { comparableLines, runSymbolOnce } from '../../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

test('columns find the lines of any evaluation, of the best, and of an even part', async () => {
  using folder = temporaryFolder();
  const backtest = ({ fast, slow }: Record<string, unknown>) => ({
    net_pnl: (Number(fast) * 37 + Number(slow) * 11) % 101,
    text: 1,
  });
  const job = aJob({ stages: [aStage('grid', { shuffle: true })] });
  const executor = createFakeExecutor({ backtest });
  await runSymbolOnce({ folder: folder.path, job, executor });
  const own = join(folder.path, 'SPY');
  const lines = comparableLines(folder.path).map((line) => JSON.parse(line));
  using reader = openColumnsReader(join(own, 'columns.bin'));
  if (reader === null) throw new Error('Cannot read the columns: there are none');
  expect(reader.last).toBe(lines.length);

  const found = await evaluationsAt(own, reader, [5, 1, lines.length, 77]);
  expect(found.map(({ id }) => id)).toEqual([5, 1, lines.length, 77]);
  for (const { id, params } of found) expect(params).toEqual(lines[id - 1].params);

  const byFitness = lines.toSorted((a, b) => b.fitness - a.fitness || a.id - b.id);
  expect(await bestIds(reader, 60)).toEqual(byFitness.slice(0, 60).map(({ id }) => id));

  const sampled = await sampledIds(reader, 100);
  expect(sampled.length).toBeGreaterThanOrEqual(95);
  expect(sampled.length).toBeLessThanOrEqual(100);
  expect(sampled.at(-1)).toBeGreaterThan(lines.length * 0.97);

  const outlines = await outlinesOf(reader);
  expect(outlines.map(({ id, status, fitness, batch }) => [id, status, fitness, batch])).toEqual(
    lines.map(({ id, status, fitness, batch }) => [id, status, fitness, batch]),
  );
});
