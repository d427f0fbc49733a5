import { describe, expect, test } from 'vitest';
import { lineStyle } from '../../site/charts/line-style.ts';
import { compareGroups } from '../../site/data/compare-groups.ts';
import { compareLines } from '../../site/data/compare-lines.ts';
import { compareNotes } from '../../site/data/compare-notes.ts';
import { readCompareQuery, writeCompareQuery } from '../../site/data/compare-query.ts';
import { differs, isLoaded, type LoadedRun, textRow } from '../../site/data/compare-row.ts';
import { emptyRun, withRecord } from '../../site/data/compared-run.ts';
import { leanMetrics } from '../../site/data/lean-metrics.ts';
import { logTicks } from '../../site/data/log-ticks.ts';
import { differencesOf, measuredDifferently } from '../../site/data/measured-alike.ts';
import { normalised, overlayColumns } from '../../site/data/overlay-columns.ts';
import { createQueue } from '../../site/data/queue.ts';
import { fixtureRun } from '../e2e/fixture-run.ts';
import type { FixtureRunOptions } from '../e2e/fixture-run-options.ts';
import { fc } from '../fixtures/seeded-fc.ts';

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

  test('stars only what was measured on the same dates, in every metric that ties', () => {
    const [first, second] = runs() as [LoadedRun, LoadedRun];
    const backtest = { ...second.job.backtest, dates: { start: '2001-01-01', end: '2002-01-01' } };
    const unlike = { ...second, job: { ...second.job, backtest } };
    const stars = (list: readonly LoadedRun[]) =>
      rowsOf(list, 'Result of the best').map(({ cells }) =>
        cells.map(({ mark }) => mark === 'better'),
      );
    expect(stars([first, unlike]).flat().some(Boolean)).toBe(false);
    // The third is the first once more: both are the best of those that stand against each other.
    const [fitness] = stars([first, unlike, { ...first, id: '20260101_000002' }]);
    expect(fitness).toEqual([false, false, false]);
    const [tied] = stars([first, second, { ...first, id: '20260101_000002' }]);
    expect(tied?.[0]).toBe(tied?.[2]);
    expect(tied?.[0]).not.toBe(tied?.[1]);
  });

  test('compares fitness after as many evaluations as the shortest search made', () => {
    const [first, second] = runs() as [LoadedRun, LoadedRun];
    const with_ = (run: LoadedRun, byEvaluations: [number, number][], evaluations: number) => ({
      ...run,
      course: { evaluations, valid: 1, seconds: 1, byEvaluations, bySeconds: [], quantiles: [] },
    });
    const list = [
      with_(
        first,
        [
          [5, 1],
          [299, 2],
        ],
        300,
      ),
      with_(
        second,
        [
          [7, 1.5],
          [350, 3],
        ],
        400,
      ),
    ];
    const row = rowsOf(list, 'Search').find(({ name }) => name === 'Fitness after 300');
    expect(row?.cells).toEqual([
      { text: '2.000', mark: 'better' },
      { text: '1.500', mark: null },
    ]);
    expect(rowsOf([first, first], 'Search').some(({ name }) => name.startsWith('Fitness'))).toBe(
      false,
    );
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
      { text: '12', note: '+2 steps', mark: 'differs', position: expect.closeTo(7 / 55) },
      { text: '95', note: '−1 step', mark: 'differs', position: expect.closeTo(75 / 180) },
      { text: '0.02', mark: null, position: expect.closeTo(0.2) },
      { text: 'false', note: '', mark: 'differs' },
      // A mean over the four: 2 of 55, 5 of 180, nothing, and another value.
      { text: '26.6% of range', mark: 'differs' },
    ]);
    expect(rows.at(-1)?.cells[0]).toEqual({ text: '–', mark: null });
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

describe('compareNotes()', () => {
  const sampled = (run: LoadedRun, sampler: string, seed: number): LoadedRun => ({
    ...run,
    record: { ...run.record, seed, identity: { ...run.record.identity, search: sampler + seed } },
    job: {
      ...run.job,
      stages: [{ name: 'a', enabled: true, sampler: { name: sampler, options: {} } }],
    },
  });

  test('warns of samplers that ran with one seed, of other budgets, and of searches that are the same', () => {
    const run = compared({});
    const two = [sampled(run, 'tpe', 1), sampled(run, 'de', 1)];
    expect(compareNotes(two)).toEqual([expect.stringContaining('with one seed')]);
    expect(compareNotes([...two, sampled(run, 'tpe', 2)])).toEqual([]);
    expect(compareNotes([run, run])).toEqual([expect.stringContaining('the same search')]);
    const longer = compared({ done: 200 });
    expect(compareNotes([sampled(run, 'tpe', 1), sampled(longer, 'tpe', 2)])).toEqual([
      expect.stringContaining('200 to 300 evaluations'),
    ]);
  });

  test('names the data where the same files have another content', () => {
    const run = compared({});
    const identity = { ...run.record.identity, data: 'other' };
    const changed = { ...run, record: { ...run.record, identity } };
    expect(measuredDifferently([run, changed])).toEqual(['data']);
    expect(differencesOf(run, run)).toEqual([]);
  });
});

describe('lines', () => {
  test('compareLines() carries a best on to the end of its run', () => {
    const { bests, equities } = compareLines([compared({})], new Set(), 'evaluations');
    expect(bests[0]?.points.at(-1)?.[0]).toBe(300);
    expect(equities[0]?.points[0]?.[1]).toBe(100);
    expect(compareLines([compared({})], new Set([OPTIONS.id]), 'evaluations').bests).toEqual([]);
  });

  test('compareLines() goes on from the course with what a living run has found since', () => {
    const run = compared({});
    const course = {
      evaluations: 100,
      valid: 90,
      seconds: 12,
      byEvaluations: [[3, 0.5]] as const,
      bySeconds: [[0.4, 0.5]] as const,
      quantiles: [0.1, 0.2, 0.5],
    };
    const { bests, shares } = compareLines([{ ...run, course }], new Set(), 'evaluations');
    const later = run.choice?.progress.curve.filter(([number]) => number > 100) ?? [];
    const points = bests[0]?.points ?? [];
    expect(points.slice(0, 1 + later.length)).toEqual([[3, 0.5], ...later]);
    expect(points.at(-1)?.[0]).toBe(300);
    expect(shares[0]?.points).toEqual([
      [0.1, 0],
      [0.2, 50],
      [0.5, 100],
    ]);
    const seconds = compareLines([{ ...run, course }], new Set(), 'seconds').bests[0]?.points;
    expect(seconds).toEqual([
      [0.4, 0.5],
      [12, 0.5],
    ]);
  });

  test('compareLines() draws no fitness beside another, but every equity', () => {
    const [first, second] = [compared({}), compared({ id: '20260101_000001' }, 1)];
    const job = { ...second.job, fitness: { name: 'sharpe', options: {} } };
    const lines = compareLines([first, { ...second, job }], new Set(), 'evaluations');
    expect([lines.bests, lines.shares, lines.equities].map(({ length }) => length)).toEqual([
      1, 1, 3,
    ]);
  });

  test('compareLines() draws each benchmark once, from the same start', () => {
    const withPrice = (position: number): LoadedRun => {
      const run = compared({ id: `2026010${position + 1}_000000` }, position);
      const benchmark = [
        [-86_400, 0],
        [0, 50],
        [86_400, 75],
      ] as const;
      return { ...run, best: { ...run.best!, benchmark } };
    };
    const { equities } = compareLines([withPrice(0), withPrice(1)], new Set(), 'evaluations');
    const references = equities.filter(({ reference }) => reference);
    expect(references.map(({ points }) => points)).toEqual([
      [
        [0, 100],
        [86_400, 150],
      ],
    ]);
    expect(equities).toHaveLength(3);
  });

  test('compareLines() takes the benchmark of a result over the name that its job has for it', () => {
    const withEnd = (position: number, end: number): LoadedRun => {
      const run = compared(
        { id: `2026010${position + 1}_000000`, name: `run ${position}` },
        position,
      );
      return {
        ...run,
        best: {
          ...run.best!,
          benchmark: [
            [0, 50],
            [86_400, end],
          ],
        },
      };
    };
    const runs = [withEnd(0, 75), withEnd(1, 75.01), withEnd(2, 40)];
    const { equities } = compareLines(runs, new Set(), 'evaluations');
    const references = equities.filter(({ reference }) => reference);
    expect(references.map(({ name }) => name)).toEqual(['Benchmark SPY', 'Benchmark of run 2']);
    expect(references[1]?.points).toEqual([
      [0, 100],
      [86_400, 80],
    ]);
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
