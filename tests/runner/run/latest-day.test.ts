import { describe, expect, test } from 'vitest';
import { InputError } from '../../../runner/domain/errors.ts';
import type { Executor } from '../../../runner/domain/executor.ts';
import { untilLatestDay } from '../../../runner/run/latest-day.ts';
import { aJob } from '../../fixtures/a-job.ts';
import { createFakeExecutor } from '../../fixtures/fake-executor.ts';

const { backtest } = aJob();
const until = (end: string) => ({ start: '2000-01-03', end });
const latest = '2026-11-20';

/** Data of each symbol end on a day; null where the executor does not know. */
function executorOf(ends: Readonly<Record<string, string | null>>): Executor {
  const executor = createFakeExecutor({ backtest: () => ({}) });
  return {
    ...executor,
    async prepare(setup) {
      const end = ends[setup.symbol] ?? null;
      const available = end === null ? null : { start: '1999-01-01', end };
      return { ...(await executor.prepare(setup)), available };
    },
  };
}

describe('untilLatestDay()', () => {
  test('ends on the last day that all symbols have data of', async () => {
    const job = aJob({
      latest,
      symbols: ['SPY', 'IBM'],
      backtest: { ...backtest, dates: until(latest) },
    });
    const executor = executorOf({ SPY: '2026-10-30', IBM: '2026-10-02' });
    const { latest: rest, backtest: found } = await untilLatestDay(executor, job);
    expect(found.dates).toEqual(until('2026-10-02'));
    // A resume reads the job that was stored: its days move no more.
    expect(rest).toBeUndefined();
  });

  test('moves the holdout where that is what ends on the latest day', async () => {
    const dates = until('2019-12-31');
    const holdout = { start: '2020-01-01', end: latest };
    const job = aJob({ latest, holdout, backtest: { ...backtest, dates } });
    const found = await untilLatestDay(executorOf({ SPY: '2026-10-02' }), job);
    expect([found.backtest.dates, found.holdout]).toEqual([
      dates,
      { start: '2020-01-01', end: '2026-10-02' },
    ]);
  });

  test('stays yesterday where nobody knows, and says where there is no data', async () => {
    const job = aJob({ latest, backtest: { ...backtest, dates: until(latest) } });
    const unknown = await untilLatestDay(executorOf({ SPY: null }), job);
    expect(unknown.backtest.dates.end).toBe(latest);
    await expect(untilLatestDay(executorOf({ SPY: '1999-12-31' }), job)).rejects.toThrow(
      InputError,
    );
  });

  test('leaves a job alone that names its days', async () => {
    const job = aJob();
    expect(await untilLatestDay(executorOf({ SPY: '2001-01-01' }), job)).toBe(job);
  });
});
