import { describe, expect, test } from 'vitest';
import { resultOrders, resultTrades } from '../../../runner/report/result-trades.ts';
import { tradedPrice } from '../../../runner/report/traded-price.ts';

const trade = {
  symbols: [{ value: 'SPY', id: 'SPY R735QTJ8XC9X', permtick: 'SPY' }],
  entryTime: '2014-01-02T14:31:00Z',
  entryPrice: 100,
  direction: 1,
  quantity: 5,
  exitTime: '2014-01-03T14:31:00Z',
  exitPrice: 98,
  profitLoss: 10,
  totalFees: 2,
  mae: -3,
  mfe: 12,
};
const seconds = Date.parse('2014-01-02T14:31:00Z') / 1000;

describe('resultTrades()', () => {
  test('reads what LEAN writes, in camel and in Pascal case, and its older single symbol', () => {
    const read = resultTrades({ totalPerformance: { closedTrades: [trade] } }, 10);
    expect(read).toEqual({
      total: 1,
      rows: [
        {
          symbol: 'SPY',
          direction: 'short',
          entryTime: seconds,
          entryPrice: 100,
          exitTime: seconds + 86_400,
          exitPrice: 98,
          quantity: 5,
          profit: 10,
          fees: 2,
          mae: -3,
          mfe: 12,
        },
      ],
    });
    const { symbols, ...single } = trade;
    const pascal = Object.fromEntries(
      Object.entries({ ...single, symbol: symbols[0], direction: 'Short' }).map(([key, value]) => [
        `${key[0]?.toUpperCase()}${key.slice(1)}`,
        value,
      ]),
    );
    expect(resultTrades({ TotalPerformance: { ClosedTrades: [pascal] } }, 10)).toEqual(read);
  });

  test('counts all, reads no more than asked for, and leaves what nobody measured open', () => {
    const { mae, mfe, ...bare } = trade;
    const result = { totalPerformance: { closedTrades: [bare, bare, { entryTime: 'never' }] } };
    const { total, rows } = resultTrades(result, 1);
    expect([total, rows.length, rows[0]?.mae, rows[0]?.mfe]).toEqual([3, 1, null, null]);
    expect(resultTrades(result, 9).rows).toHaveLength(2);
    for (const nothing of [null, {}, { totalPerformance: { closedTrades: 'none' } }, 7]) {
      expect(resultTrades(nothing, 10)).toEqual({ total: 0, rows: [] });
    }
  });
});

test('resultTrades() tells what a strategy of steps notes of each trade', () => {
  const notes = { ...trade, reason: 'stop', r: -1, nested: {}, gain: 0.1 };
  const result = { totalPerformance: { closedTrades: [trade] }, trades: [notes] };
  const { symbols, profitLoss, totalFees, mae, mfe, ...told } = notes;
  const read = resultTrades({ ...result, trades: [told] }, 5);
  expect(read.rows[0]?.notes).toEqual({ reason: 'stop', r: -1 });
  // Notes that cannot be told apart are nobody's.
  expect(resultTrades({ ...result, trades: [told, told] }, 5).rows[0]?.notes).toBe(undefined);
});

describe('resultOrders()', () => {
  test("names LEAN's types and statuses", () => {
    const order = {
      id: 1,
      type: 4,
      status: 3,
      symbol: { value: 'SPY' },
      time: trade.entryTime,
      quantity: -5,
      price: 98,
      tag: '<b>Liquidated</b>',
    };
    const strange = { ...order, id: 2, type: 99, status: 'Filled', tag: null };
    expect(resultOrders({ orders: { 1: order, 2: strange } }, 10)).toEqual({
      total: 2,
      rows: [
        {
          id: 1,
          symbol: 'SPY',
          type: 'Market on open',
          status: 'Filled',
          time: seconds,
          quantity: -5,
          price: 98,
          tag: '<b>Liquidated</b>',
        },
        expect.objectContaining({ id: 2, type: '99', status: 'Filled', tag: '' }),
      ],
    });
    expect(resultOrders({}, 10)).toEqual({ total: 0, rows: [] });
  });
});

describe('tradedPrice()', () => {
  const trades = resultTrades({ totalPerformance: { closedTrades: [trade] } }, 10).rows;

  test("is the benchmark's curve where trades were made at its prices", () => {
    const curve = [
      [seconds - 86_400, 0],
      [seconds, 101],
      [seconds + 90_000, 99],
    ] as const;
    expect(tradedPrice(curve, trades)).toEqual(curve.slice(1));
  });

  test('is empty where the benchmark is something else, or nobody traded', () => {
    expect(tradedPrice([[seconds, 1_400]], trades)).toEqual([]);
    expect(tradedPrice([[seconds, 99]], [])).toEqual([]);
    expect(tradedPrice([], trades)).toEqual([]);
  });
});
