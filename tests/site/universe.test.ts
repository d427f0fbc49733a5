import { describe, expect, test } from 'vitest';
import { equityFrame, equityPath } from '../../site/charts/equity-path.ts';
import { agreements } from '../../site/data/parameter-agreement.ts';
import { distanceText, positionOf } from '../../site/data/parameter-scale.ts';
import { timeParts } from '../../site/data/time-parts.ts';
import { heatOf, sortRows, universeColumns } from '../../site/data/universe-columns.ts';
import {
  summariseUniverse,
  type UniverseRow,
  universeRows,
} from '../../site/data/universe-rows.ts';
import { fixtureRun } from '../e2e/fixture-run.ts';

const OPTIONS = {
  id: '20260101_000000',
  name: 'universe',
  state: 'running',
  planned: 100,
  done: 40,
  seed: 1,
} as const;
const SYMBOLS = ['SPY', 'AAPL', 'BRK/B'];

function rowWith(fitness: number | undefined, symbol = 'SPY'): UniverseRow {
  return {
    symbol,
    folder: symbol,
    state: 'complete',
    share: 1,
    evaluations: 1,
    measures: fitness === undefined ? {} : { fitness },
    holdout: {},
    params: null,
  };
}
const column = (rows: readonly UniverseRow[], key: string) =>
  universeColumns(rows).find((one) => one.key === key)!;

describe('universeRows()', () => {
  test('has a row for each search with its own progress', () => {
    const run = fixtureRun({ ...OPTIONS, symbols: SYMBOLS });
    const rows = universeRows(run.record(), run.job(), new Map());
    expect(rows.map(({ symbol, folder }) => [symbol, folder])).toEqual([
      ['SPY', 'SPY'],
      ['AAPL', 'AAPL'],
      ['BRK/B', 'BRK_B'],
    ]);
    expect(rows[0]).toMatchObject({ share: 0.4, evaluations: 40, state: 'running' });
  });

  test('has a row for each symbol of a shared set, with the figures on it', () => {
    const run = fixtureRun({ ...OPTIONS, shared: SYMBOLS });
    const rows = universeRows(run.record(), run.job(), new Map([['AAPL', run.best('shared')]]));
    const fitness = run.best('shared').evaluation!.fitness;
    expect(rows.map(({ measures }) => measures['fitness'])).toEqual([
      fitness - 1,
      fitness,
      fitness + 1,
    ]);
    expect(rows[1]?.measures['net_pnl']).toBe(116.325);
    expect(rows[0]?.measures['net_pnl']).toBeUndefined();
    expect(universeColumns(rows).map(({ key }) => key)).not.toContain('state');
  });

  test('summariseUniverse() counts only what is valid', () => {
    const run = fixtureRun({ ...OPTIONS, symbols: SYMBOLS });
    const rows = [
      rowWith(3, 'A'),
      rowWith(-Infinity, 'B'),
      rowWith(1, 'C'),
      rowWith(undefined, 'D'),
    ];
    expect(summariseUniverse(rows, run.record())).toMatchObject({
      symbols: 4,
      valid: 2,
      evaluations: 120,
      median: 2,
      mean: 2,
      best: { symbol: 'A' },
      worst: { symbol: 'C' },
    });
    expect(summariseUniverse([], run.record())).toMatchObject({ median: null, best: null });
  });
});

describe('columns', () => {
  const rows = [1, 2, 3, 4, -Infinity, undefined].map((fitness, n) => rowWith(fitness, `S${n}`));

  test('sortRows() puts what has no value last, either way', () => {
    const order = (descending: boolean) =>
      sortRows(rows, column(rows, 'fitness'), descending).map(({ symbol }) => symbol);
    expect(order(true)).toEqual(['S3', 'S2', 'S1', 'S0', 'S4', 'S5']);
    expect(order(false)).toEqual(['S4', 'S0', 'S1', 'S2', 'S3', 'S5']);
  });

  test('heatOf() is 0 at the median, ±1 at the ends, and the worst for what is invalid', () => {
    const heat = heatOf(rows, column(rows, 'fitness'));
    expect(rows.map(heat)).toEqual([-1, expect.closeTo(-1 / 3), expect.closeTo(1 / 3), 1, -1, 0]);
  });

  test('heatOf() turns round where less is better, and is nothing where neither is', () => {
    const made = [10, 20].map((value) => ({
      ...rowWith(1),
      measures: { fitness: 1, max_drawdown: value, trade_count: value },
    }));
    expect(made.map(heatOf(made, column(made, 'max_drawdown')))).toEqual([1, -1]);
    expect(made.map(heatOf(made, column(made, 'trade_count')))).toEqual([0, 0]);
    expect(made.map(heatOf(made, column(made, 'fitness')))).toEqual([0, 0]);
  });
});

describe('parameters', () => {
  const fast = { name: 'fast', type: 'int', min: 0, max: 20, step: 2 } as const;
  const rate = { name: 'rate', type: 'float', min: 1, max: 100, log: true } as const;
  const lookback = { name: 'lookback', type: 'int', values: [5, 10, 50] } as const;
  const kind = { name: 'kind', type: 'categorical', values: ['ema', 'sma'] } as const;

  test('positionOf() lies on the range, and is nowhere outside of it', () => {
    expect(positionOf(fast, 5)).toBe(0.25);
    expect(positionOf(rate, 10)).toBeCloseTo(0.5);
    expect(positionOf(lookback, 10)).toBe(0.5);
    expect(positionOf({ name: 'on', type: 'boolean' }, true)).toBe(1);
    expect(positionOf(kind, 'wma')).toBeNull();
    expect(positionOf(fast, 30)).toBeNull();
  });

  test('distanceText() counts steps, or tells a share of the range', () => {
    expect(distanceText(fast, 8, 2)).toBe('+3 steps');
    expect(distanceText(lookback, 5, 10)).toBe('−1 step');
    expect(distanceText(rate, 10, 100)).toBe('−50% of range');
    expect(distanceText(kind, 'ema', 'sma')).toBe('');
    expect(distanceText(fast, 2, 2)).toBe('');
  });

  test('agreements() tells least, median and greatest, and piles dots where sets agree', () => {
    const rows = [4, 4, 20].map((value, n) => ({
      ...rowWith(1, `S${n}`),
      params: { fast: value, kind: n === 0 ? 'ema' : 'sma' },
    }));
    const [first, second, ...rest] = agreements([fast, kind, rate], rows);
    expect(first).toMatchObject({ range: ['4', '4', '20'], spread: '80% of range' });
    expect(first?.dots.map(({ position, level }) => [position, level])).toEqual([
      [0.2, 0],
      [0.2, 1],
      [1, 0],
    ]);
    expect(second).toMatchObject({ range: null, spread: 'sma × 2, ema × 1' });
    expect(rest).toEqual([]);
  });
});

test('equityPath() shares x, and has y of its own', () => {
  const points = [
    [10, 100],
    [20, 300],
  ] as const;
  const frame = equityFrame([points, []], { width: 100, height: 50, from: 0, to: 40 })!;
  expect(frame).toMatchObject({ low: 100, high: 300 });
  expect(equityPath(points, frame)).toBe('M25.0 50.0L50.0 0.0');
  expect(equityFrame([[]], { width: 1, height: 1, from: 0, to: 1 })).toBeNull();
});

test('timeParts() are shares of the whole, and nothing of nothing', () => {
  const none = { strategy: 0, engine: 0, data: 0, search: 0, journal: 0, dispatch: 0, waiting: 0 };
  expect(timeParts(none)).toEqual([]);
  const parts = timeParts({ ...none, engine: 3, waiting: 1 });
  expect(parts.map(({ share }) => share)).toEqual([0, 0.75, 0, 0, 0, 0, 0.25]);
});
