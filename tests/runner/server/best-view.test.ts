import { describe, expect, test } from 'vitest';
import { bestView } from '../../../runner/server/best-view.ts';

const series = (name: string, values: unknown) => ({ series: { [name]: { values } } });

describe('bestView()', () => {
  test('reads points and candles, and leaves out what has no value', () => {
    const charts = {
      'Strategy Equity': series('Equity', [[1, 100], [2, 101, 130, 99, 120], [3, null], 'x', [4]]),
      Drawdown: series('Equity Drawdown', [
        [1, 0],
        [2, -3.5],
      ]),
    };
    expect(bestView(null, { charts, statistics: { Drawdown: '3.5%' } })).toEqual({
      evaluation: null,
      equity: [
        [1, 100],
        [2, 120],
      ],
      drawdown: [
        [1, 0],
        [2, -3.5],
      ],
      currency: '',
      statistics: { Drawdown: '3.5%' },
    });
  });

  test('computes the drawdown where there is none', () => {
    const values = [
      [1, 100],
      [2, 50],
      [3, 200],
      [4, 150],
    ];
    const { drawdown } = bestView(null, {
      charts: { 'Strategy Equity': series('Equity', values) },
    });
    expect(drawdown).toEqual([
      [1, 0],
      [2, -50],
      [3, 0],
      [4, -25],
    ]);
  });

  test('takes the sign of the currency from the equity that is drawn', () => {
    const equity = { unit: '€', values: [[1, 100]] };
    const charts = { 'Strategy Equity': { series: { Equity: equity } } };
    expect(bestView(null, { charts }).currency).toBe('€');
  });

  test('thins curves evenly, first and last point kept', () => {
    const values = Array.from({ length: 1_001 }, (_, n) => [n, 100 + n]);
    const charts = { 'Strategy Equity': series('Equity', values) };
    const { equity, drawdown } = bestView(null, { charts }, { max: 5 });
    expect(equity.map(([time]) => time)).toEqual([0, 250, 500, 750, 1_000]);
    expect(drawdown).toHaveLength(5);
  });

  test('reads the names of older LEAN results', () => {
    const charts = { 'Strategy Equity': { Series: { Equity: { Values: [[1, 5]] } } } };
    expect(bestView(null, { Charts: charts, Statistics: { A: 1 } })).toMatchObject({
      equity: [[1, 5]],
      statistics: { A: '1' },
    });
  });

  test.each([null, undefined, 3, 'x', [], {}, { charts: null }, { charts: { Drawdown: 1 } }])(
    'has no curves for %j',
    (result) => {
      expect(bestView(null, result)).toEqual({
        evaluation: null,
        equity: [],
        drawdown: [],
        currency: '',
        statistics: {},
      });
    },
  );
});
