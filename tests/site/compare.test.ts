import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineStyle } from '../../site/charts/line-style.ts';
import { compareGroups } from '../../site/data/compare-groups.ts';
import { compareLines } from '../../site/data/compare-lines.ts';
import { readCompareQuery, writeCompareQuery } from '../../site/data/compare-query.ts';
import { differs, isLoaded, type LoadedRun, textRow } from '../../site/data/compare-row.ts';
import { emptyRun, withRecord } from '../../site/data/compared-run.ts';
import { leanMetrics } from '../../site/data/lean-metrics.ts';
import { logTicks } from '../../site/data/log-ticks.ts';
import { measuredDifferently } from '../../site/data/measured-alike.ts';
import { normalised, overlayColumns } from '../../site/data/overlay-columns.ts';
import { createQueue } from '../../site/data/queue.ts';
import { type FixtureRunOptions, fixtureRun } from '../e2e/fixture-runs.ts';

const OPTIONS = {
  id: '20260101_000000',
  name: 'spy',
  state: 'complete',
  planned: 300,
  done: 300,
  seed: 1,
} as const;

function compared(options: Partial<FixtureRunOptions>, position = 0, symbol: string | null = null) {
  const run = fixtureRun({ ...OPTIONS, ...options });
  const news = { record: run.record(), job: run.job(), symbol };
  const loaded = withRecord(emptyRun(run.id, position), news);
  if (!isLoaded(loaded)) throw new Error('a run with a record is loaded');
  return { ...loaded, best: run.best('SPY') } satisfies LoadedRun;
}

const rowsOf = (runs: readonly LoadedRun[], title: string) =>
  compareGroups(runs).find((group) => group.title === title)?.rows ?? [];

describe('the address of a comparison', () => {
  test('readCompareQuery() reads what writeCompareQuery() wrote', () => {
    const query = {
      runs: ['a', 'b'],
      symbol: 'BRK/B',
      axis: 'seconds',
      log: true,
      all: true,
      hidden: ['b'],
    } as const;
    const text = writeCompareQuery(query);
    expect(text).toBe('?runs=a,b&symbol=BRK%2FB&x=seconds&log=1&all=1&hide=b');
    expect(readCompareQuery(text)).toEqual(query);
  });

  test('readCompareQuery() takes each run once, and none from nothing', () => {
    expect(readCompareQuery('?runs=a,,b,a').runs).toEqual(['a', 'b']);
    expect(readCompareQuery('').runs).toEqual([]);
  });
});

describe('withRecord()', () => {
  test('chooses the symbol with the best fitness, or the one that is wanted', () => {
    const symbols = ['SPY', 'AAPL', 'MSFT'];
    expect(compared({ symbols }).choice?.label).toBe('MSFT');
    expect(compared({ symbols }, 0, 'AAPL').choice?.label).toBe('AAPL');
    expect(compared({ symbols }, 0, 'GOOG').choice).toBeNull();
  });

  test('finds a symbol in a shared search', () => {
    const shared = ['SPY', 'AAPL'];
    expect(compared({ shared }).choice).toMatchObject({ of: null, label: 'SPY, AAPL' });
    expect(compared({ shared }, 0, 'AAPL').choice).toMatchObject({ of: 'AAPL', label: 'AAPL' });
  });

  test('keeps what was fetched while the search is the same', () => {
    const run = compared({ symbols: ['SPY', 'AAPL'] });
    const news = { record: run.record, job: run.job };
    expect(withRecord(run, { ...news, symbol: null }).best).toBe(run.best);
    expect(withRecord(run, { ...news, symbol: 'SPY' }).best).toBeNull();
  });
});

describe('compareGroups()', () => {
  const runs = () => [
    compared({ holdout: true }),
    compared({ id: '20260101_000001', seed: 2, planned: 400, done: 400, holdout: true }, 1),
  ];

  test('marks the better of each metric, the lower drawdown among them, and no order count', () => {
    const rows = rowsOf(runs(), 'Result of the best');
    const row = (name: string) => rows.find((one) => one.name === name)?.cells ?? [];
    for (const name of ['Fitness', 'Max drawdown', 'Sharpe']) {
      expect(row(name).filter(({ mark }) => mark === 'better')).toHaveLength(1);
    }
    const values = row('Max drawdown').map(({ text }) => Number.parseFloat(text));
    const best = row('Max drawdown').findIndex(({ mark }) => mark === 'better');
    expect(values[best]).toBe(Math.min(...values));
    expect(row('Orders').some(({ mark }) => mark)).toBe(false);
  });

  test('marks nothing where all are the same', () => {
    const rows = rowsOf(runs(), 'The same on the holdout');
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.find(({ name }) => name === 'Net profit')?.cells.map(({ mark }) => mark)).toEqual([
      null,
      null,
    ]);
  });

  test('does not call one fitness better than another that is measured otherwise', () => {
    const [first, second] = runs() as [LoadedRun, LoadedRun];
    const job = { ...second.job, fitness: { name: 'sharpe', options: {} } };
    const unlike = [first, { ...second, job }];
    expect(measuredDifferently(unlike)).toEqual(['fitness']);
    const [fitness] = rowsOf(unlike, 'Result of the best');
    expect(fitness?.cells.some(({ mark }) => mark === 'better')).toBe(false);
  });

  test('says how many steps a best parameter is from the first run', () => {
    const [first, second] = runs() as [LoadedRun, LoadedRun];
    const best = (run: LoadedRun, params: Record<string, number | boolean>): LoadedRun => {
      const progress = run.choice!.progress;
      const made = { ...progress, best: { ...progress.best!, params } };
      return { ...run, choice: { ...run.choice!, progress: made } };
    };
    const rows = rowsOf(
      [
        best(first, { fast: 10, slow: 100, threshold: 0.02, exit_on_close: true }),
        best(second, { fast: 12, slow: 95, threshold: 0.02, exit_on_close: false }),
      ],
      'Best parameters',
    );
    expect(rows.map(({ cells }) => cells[1])).toEqual([
      { text: '12', note: '+2 steps', mark: 'differs' },
      { text: '95', note: '−1 step', mark: 'differs' },
      { text: '0.02', mark: null },
      { text: 'false', note: '', mark: 'differs' },
    ]);
  });

  test('finds what differs in the configuration, and only that', () => {
    const rows = rowsOf(runs(), 'Configuration').filter(differs);
    expect(rows.map(({ name }) => name)).toEqual(['Seed', 'Most evaluations']);
  });

  test('textRow() tells lines that differ from those that all runs have', () => {
    const { cells } = textRow('Stage 1', ['lhs\nsamples 3', 'lhs\nsamples 4']);
    expect(cells[1]?.lines).toEqual([
      { text: 'lhs', mark: 'alike' },
      { text: 'samples 4', mark: 'differs' },
    ]);
    expect(cells[0]?.lines?.[1]?.mark).toBeNull();
  });
});

describe('lines', () => {
  test('compareLines() carries a best on to the end of its run', () => {
    const { bests, equities } = compareLines([compared({})], new Set(), 'evaluations');
    expect(bests[0]?.points.at(-1)?.[0]).toBe(300);
    expect(equities[0]?.points[0]?.[1]).toBe(100);
    expect(compareLines([compared({})], new Set([OPTIONS.id]), 'evaluations').bests).toEqual([]);
  });

  test('compareLines() tells runs of the same name apart', () => {
    const runs = [compared({}), compared({ id: '20260101_000001' }, 1)];
    const names = compareLines(runs, new Set(), 'evaluations').bests.map(({ name }) => name);
    expect(names).toEqual(['spy (20260101_000000)', 'spy (20260101_000001)']);
  });

  test('overlayColumns() keeps a value until the next, and none outside of a line', () => {
    expect(
      overlayColumns([
        [
          [1, 10],
          [3, 30],
        ],
        [
          [2, 5],
          [4, 6],
        ],
      ]),
    ).toEqual([
      [1, 2, 3, 4],
      [10, 10, 30, null],
      [null, 5, 5, 6],
    ]);
  });

  test('normalised() starts at 100, and has nothing of an account without money', () => {
    expect(
      normalised([
        [1, 50],
        [2, 75],
      ]),
    ).toEqual([
      [1, 100],
      [2, 150],
    ]);
    expect(normalised([[1, 0]])).toEqual([]);
    expect(normalised([])).toEqual([]);
  });

  test('lineStyle() gives twenty runs lines of their own', () => {
    const styles = Array.from({ length: 20 }, (_, position) => JSON.stringify(lineStyle(position)));
    expect(new Set(styles).size).toBe(20);
  });

  test('logTicks() are inside, ascending and few, whatever the range', () => {
    const positive = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(positive, fc.double({ min: 1.001, max: 1e6, noNaN: true }), (low, factor) => {
        const ticks = logTicks(low, low * factor, 8);
        expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
        expect(ticks.every((tick) => tick >= low && tick <= low * factor)).toBe(true);
        expect(ticks.length).toBeLessThanOrEqual(16);
      }),
    );
    expect(logTicks(80, 420, 6)).toEqual([100, 150, 200, 300]);
    expect(logTicks(0, 10, 5)).toEqual([]);
  });
});

test('leanMetrics() reads what LEAN printed, and leaves out what it did not', () => {
  const printed = { 'Net Profit': '116.325%', 'Win Rate': '56%', 'Total Orders': '174' };
  expect(leanMetrics(printed)).toEqual({ net_pnl: 116.325, win_rate: 0.56, trade_count: 174 });
});

test('createQueue() runs no more at a time than it may, and goes on after a failure', async () => {
  const queue = createQueue(2);
  let [running, most, ended] = [0, 0, 0];
  const { promise, resolve } = Promise.withResolvers<void>();
  for (let task = 0; task < 7; task++) {
    queue(async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      if (++ended === 7) resolve();
    });
  }
  await promise;
  expect(most).toBe(2);
});
