import { expect, test } from 'vitest';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { TIME_KINDS, type TimeSplit } from '../../../runner/domain/time-split.ts';
import { createSlotClock } from '../../../runner/pipeline/slot-clock.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor } from '../../fixtures/fake-executor.ts';
import { runSymbolOnce } from '../../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const backtest = ({ fast, slow }: ParameterSet) => ({ net_pnl: Number(fast) - Number(slow) });
const job = aJob({ stages: [aStage('climbing', { samples: 200, batch: 20 })] });

function total(split: TimeSplit | undefined): number {
  return TIME_KINDS.reduce((sum, kind) => sum + (split?.[kind] ?? Number.NaN), 0);
}

test('runSymbol() accounts for each slot at each moment, and for no time twice', async () => {
  using folder = temporaryFolder();
  const executor = createFakeExecutor({ backtest, slots: 3 });
  let now = 0;
  const clock = createSlotClock(executor, () => now++);
  using time = clock.open({ data: 7 });
  const first = now;
  const { progress } = await runSymbolOnce({ folder: folder.path, job, executor, time });
  const passed = (now - first) / 1000;
  expect(progress.counts.evaluations).toBe(200);
  for (const kind of TIME_KINDS) expect(progress.time?.[kind]).toBeGreaterThanOrEqual(0);
  expect(total(progress.time)).toBeCloseTo(7 + 3 * passed, 1);
  expect(progress.time?.data).toBe(7);
  expect(progress.time?.search).toBeGreaterThan(0);
  expect(progress.time?.journal).toBeGreaterThan(0);
  expect(progress.time?.engine).toBeGreaterThan(0);
});
