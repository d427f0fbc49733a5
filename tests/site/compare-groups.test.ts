import { describe, expect, test } from 'vitest';
import { compareGroups } from '../../site/data/compare-groups.ts';
import { differs, type LoadedRun, textRow } from '../../site/data/compare-row.ts';
import { measuredDifferently } from '../../site/data/measured-alike.ts';
import { compared } from './compared.ts';

const rowsOf = (runs: readonly LoadedRun[], title: string) =>
  compareGroups(runs).find((group) => group.title === title)?.rows ?? [];

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
