import { describe, expect, test } from 'vitest';
import type { ResultTrade } from '../../runner/report/result-trades.ts';
import { benchmarkLine } from '../../site/data/benchmark-line.ts';
import { evaluationPath, readEvaluationQuery } from '../../site/data/evaluation-query.ts';
import { monthlyTable } from '../../site/data/monthly-table.ts';
import { parameterRows } from '../../site/data/parameter-rows.ts';
import { placedTrades, valueAt } from '../../site/data/placed-trades.ts';
import { metricText, statisticGroups } from '../../site/data/statistic-groups.ts';
import { noteNames, noteText, sortedTrades, TRADE_KEYS } from '../../site/data/trade-columns.ts';
import { anEvaluation } from '../fixtures/an-evaluation.ts';
import { fc } from '../fixtures/seeded-fc.ts';

function aTrade(change: Partial<ResultTrade> = {}): ResultTrade {
  return {
    symbol: 'SPY',
    direction: 'long',
    entryTime: 100,
    entryPrice: 10,
    exitTime: 200,
    exitPrice: 11,
    quantity: 5,
    profit: 5,
    fees: 1,
    mae: -2,
    mfe: 6,
    ...change,
  };
}

describe('monthlyTable()', () => {
  test('has a row a year, its months in their places and its own return compounded', () => {
    const [first, second, ...others] = monthlyTable([
      { year: 2020, month: 12, percent: 10 },
      { year: 2021, month: 1, percent: 50 },
      { year: 2021, month: 3, percent: -50 },
    ]);
    expect(others).toEqual([]);
    expect(first?.year).toBe(2020);
    expect(first?.months.slice(0, 11).every((cell) => cell === null)).toBe(true);
    expect(first?.months[11]?.percent).toBe(10);
    expect(second?.months.map((cell) => cell?.percent ?? null)).toEqual([
      50,
      null,
      -50,
      ...Array(9).fill(null),
    ]);
    expect(second?.whole.percent).toBeCloseTo(-25);
  });

  test('tints by sign and size, and one month beyond measure pales no other', () => {
    const usual = Array.from({ length: 60 }, (_, n) => ({
      year: 2015 + Math.floor(n / 12),
      month: (n % 12) + 1,
      percent: n % 2 === 0 ? 4 : -2,
    }));
    const rows = monthlyTable([...usual.slice(0, 59), { year: 2019, month: 12, percent: 900 }]);
    expect(rows[0]?.months.slice(0, 2).map((cell) => cell?.heat)).toEqual([1, -0.5]);
    expect(rows[4]?.months[11]?.heat).toBe(1);
    expect(monthlyTable([{ year: 2020, month: 1, percent: 0 }])[0]?.months[0]?.heat).toBe(0);
    expect(monthlyTable([])).toEqual([]);
  });
});

describe('sortedTrades()', () => {
  test('numbers in the order of the result; what was not measured comes last either way', () => {
    const trades = [aTrade({ mae: null }), aTrade({ mae: -9 }), aTrade({ mae: -1 })];
    const numbers = (descending: boolean) =>
      sortedTrades(trades, 'mae', descending).map(({ number }) => number);
    expect(numbers(false)).toEqual([2, 3, 1]);
    expect(numbers(true)).toEqual([3, 2, 1]);
    expect(trades[0]?.mae).toBe(null);
  });

  test('loses and invents no trade, whatever it is sorted by', () => {
    const profits = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 30 });
    fc.assert(
      fc.property(profits, fc.constantFrom(...TRADE_KEYS), fc.boolean(), (all, key, descending) => {
        const trades = all.map((profit) => aTrade({ profit }));
        const sorted = sortedTrades(trades, key, descending);
        const numbers = sorted.map(({ number }) => number).toSorted((a, b) => a - b);
        expect(numbers).toEqual(all.map((_, index) => index + 1));
        if (key !== 'profit') return;
        const signed = sorted.map(({ profit }) => (descending ? -profit : profit));
        expect(signed).toEqual(signed.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('noteNames()', () => {
  test('has a column for every note of any trade', () => {
    const trades = [
      aTrade({ notes: { reason: 'stop' } }),
      aTrade(),
      aTrade({ notes: { r: -1.25, reason: 'end' } }),
    ];
    expect(noteNames(trades)).toEqual(['reason', 'r']);
    expect(trades.map((trade) => noteText(trade, 'r'))).toEqual(['–', '–', '−1.25']);
  });
});

describe('placedTrades()', () => {
  test('stand at their prices on the price, and on the curve on the equity', () => {
    const points = [
      [90, 1_000],
      [150, 1_010],
      [210, 1_030],
    ] as const;
    const [onPrice] = placedTrades({ over: 'price', points, trades: [aTrade()] });
    expect([onPrice?.entry, onPrice?.exit]).toEqual([
      [100, 10],
      [200, 11],
    ]);
    const [onEquity] = placedTrades({ over: 'equity', points, trades: [aTrade()] });
    expect([onEquity?.entry, onEquity?.exit]).toEqual([
      [100, 1_000],
      [200, 1_010],
    ]);
    expect([valueAt(points, 1), valueAt(points, 999), valueAt([], 5)]).toEqual([
      1_000,
      1_030,
      Number.NaN,
    ]);
  });
});

describe('benchmarkLine()', () => {
  test('starts with the equity of its first price; samples before it are left out', () => {
    const equity = [
      [0, 500],
      [10, 400],
      [20, 900],
    ] as const;
    const benchmark = [
      [0, 0],
      [10, 50],
      [20, 75],
    ] as const;
    expect(benchmarkLine(benchmark, equity)).toEqual([
      [10, 400],
      [20, 600],
    ]);
    expect(benchmarkLine([[0, 0]], equity)).toEqual([]);
    expect(benchmarkLine(benchmark, [])).toEqual([]);
  });
});

describe('statisticGroups()', () => {
  test('groups by what they tell of, in their units, and loses none', () => {
    const evaluation = anEvaluation({
      metrics: { sharpe_ratio: 0.8, loss_rate: 0.51, total_r: 12.5, total_fees: 1234.5 },
    });
    const groups = statisticGroups(evaluation, { 'Total Orders': '1000', Alpha: '-0.5' });
    const rows = Object.fromEntries(groups.map(({ title, rows: own }) => [title, own]));
    expect(Object.keys(rows)).toEqual([
      'Score',
      'Return',
      'Risk',
      'Ratios',
      'Trades',
      'Costs',
      'Strategy’s own',
      'LEAN’s statistics',
    ]);
    expect(rows['Trades']).toEqual([
      ['Orders', '94'],
      ['Win rate', '49.00%'],
      ['Loss rate', '51.00%'],
      ['Profit factor', '1.300'],
    ]);
    expect(rows['Strategy’s own']).toEqual([['total_r', '12.5']]);
    expect(rows['LEAN’s statistics']).toEqual([
      ['Total Orders', '1,000'],
      ['Alpha', '−0.5'],
    ]);
  });

  test('tells metrics once that a strategy of steps has in the place of LEAN’s statistics', () => {
    const evaluation = anEvaluation({ metrics: { total_r: 12.5 } });
    const leans = { total_r: '12.5', net_pnl: '23.4', orb_total_r: '3', 'Total Orders': '1' };
    const groups = statisticGroups(evaluation, leans, [{ name: 'ORB', metrics: { total_r: 3 } }]);
    expect(groups.at(-1)).toEqual({ title: 'LEAN’s statistics', rows: [['Total Orders', '1']] });
  });

  test('shows infinities, and what was not measured as that', () => {
    const failed = anEvaluation({ fitness: Number.NEGATIVE_INFINITY, metrics: {} });
    expect(statisticGroups(failed)[0]?.rows).toEqual([['Fitness', '−∞']]);
    expect(metricText('profit_factor', null)).toEqual(['Profit factor', 'not measured']);
    expect(metricText('odd', Number.POSITIVE_INFINITY)).toEqual(['odd', '∞']);
  });
});

describe('parameterRows()', () => {
  test('places values on their ranges and says what lies at an edge', () => {
    const rows = parameterRows(
      [
        { name: 'fast', type: 'int', min: 2, max: 10 },
        { name: 'slow', type: 'int', min: 10, max: 110 },
        { name: 'kind', type: 'categorical', values: ['a', 'b', 'c'] },
        { name: 'absent', type: 'boolean' },
      ],
      { slow: 60, fast: 2, kind: 'b', older: 7 },
    );
    expect(rows.map(({ name, position, edge }) => [name, position, edge])).toEqual([
      ['fast', 0, 'lowest'],
      ['slow', 0.5, null],
      ['kind', 0.5, null],
      ['older', null, null],
    ]);
    expect(rows.at(-1)?.range).toBe('not searched');
  });
});

describe('readEvaluationQuery()', () => {
  test('reads back every address that is written', () => {
    const names = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.isWellFormed());
    const views = fc.record({
      run: names,
      symbol: names,
      id: names,
      of: fc.option(names, { nil: null }),
      log: fc.boolean(),
      sort: fc.constantFrom(...TRADE_KEYS),
      descending: fc.boolean(),
    });
    fc.assert(
      fc.property(views, (view) => {
        const [, search = ''] = evaluationPath(view).split('?');
        expect(readEvaluationQuery(`?${search}`)).toEqual(view);
      }),
    );
  });

  test('is null where an evaluation is not named, and takes no unknown order', () => {
    expect(readEvaluationQuery('?run=a&symbol=b')).toBe(null);
    expect(readEvaluationQuery('?run=a&symbol=b&id=')).toBe(null);
    expect(readEvaluationQuery('?run=a&symbol=b&id=1&sort=constructor')?.sort).toBe('number');
  });
});
