import { describe, expect, test } from 'vitest';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { loadStrategy } from '../../../harness/embedded/load-strategy.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import {
  missingReference,
  type ReferenceRun,
  referenceResult,
  referenceRuns,
  setupOf,
} from './lean-reference.ts';

type Facts = Readonly<Record<string, unknown>>;

/** Our name of each reference strategy, and of its parameters `fast` and `slow`. */
const STRATEGIES: Readonly<Record<string, readonly [string, string, string]>> = {
  SmaCross: ['sma-cross', 'fast', 'slow'],
  SmaLongShort: ['sma-long-short', 'fast', 'slow'],
  RsiReversion: ['rsi-reversion', 'period', 'oversold'],
  BracketBreakout: ['bracket-breakout', 'period', 'percent'],
};

/** What LEAN estimates from minute volumes, which a daily backtest has not. */
const LEFT_OUT = new Set(['Estimated Strategy Capacity', 'Lowest Capacity Asset']);

const runs = referenceRuns();

describe.skipIf(missingReference !== null)('createBacktest() agrees with LEAN', () => {
  test('the shared results hold all cases, each of a strategy that ships', () => {
    expect(runs.length).toBe(45);
    expect(runs.filter(({ strategy }) => !(strategy in STRATEGIES))).toEqual([]);
  });

  describe.each(runs)('$name', (run) => {
    const lean = referenceResult(run.name);
    const outcome = backtest(run);

    test('orders: number, time, type, quantity, status', async () => {
      const { orders } = (await outcome).result;
      const facts = (order: Facts) =>
        [
          'id',
          'type',
          'time',
          'lastFillTime',
          'canceledTime',
          'quantity',
          'status',
          'stopPrice',
          'limitPrice',
        ].map((name) => order[name]);
      expect(Object.values<Facts>(orders).map(facts)).toEqual(lean.orders.map(facts));
    });

    test('order events: time, status, quantity; fills to 1e-6, fees to 0.01', async () => {
      const { orderEvents } = (await outcome).result;
      const facts = (event: Facts) =>
        ['orderId', 'time', 'status', 'direction', 'quantity', 'fillQuantity'].map(
          (name) => event[name],
        );
      expect(orderEvents.map(facts)).toEqual(lean.orderEvents.map(facts));
      for (const [index, event] of lean.orderEvents.entries()) {
        const price = Number(event['fillPrice']);
        expect(Math.abs(orderEvents[index].fillPrice - price)).toBeLessThanOrEqual(1e-6 * price);
        expect(orderEvents[index].orderFeeAmount ?? 0).toBeCloseTo(
          Number(event['orderFeeAmount'] ?? 0),
          2,
        );
      }
    });

    test('end equity to the cent', async () => {
      const { metrics } = await outcome;
      expect(metrics['end_equity']).toBeCloseTo(Number(lean.statistics['End Equity']), 2);
    });

    test('statistics as printed', async () => {
      const { statistics } = (await outcome).result;
      const printed = Object.entries(lean.statistics).filter(([name]) => !LEFT_OUT.has(name));
      expect(statistics).toEqual(Object.fromEntries(printed));
    });

    test('portfolio statistics to four decimals', async () => {
      const { portfolioStatistics } = (await outcome).result.totalPerformance;
      expect(numbers(portfolioStatistics)).toEqual(numbers(lean.portfolioStatistics));
    });

    test('trade statistics to four decimals', async () => {
      const { tradeStatistics } = (await outcome).result.totalPerformance;
      expect(numbers(tradeStatistics)).toEqual(numbers(lean.tradeStatistics));
    });

    test('closed trades', async () => {
      const { closedTrades } = (await outcome).result.totalPerformance;
      const names = ['entryTime', 'exitTime', 'direction', 'profitLoss', 'isWin', 'mae', 'mfe'];
      const facts = (trade: Facts) =>
        [...names, 'endTradeDrawdown', 'orderIds', 'duration'].map((name) => trade[name]);
      expect(closedTrades.map(facts)).toEqual(lean.closedTrades.map(facts));
      for (const [index, trade] of lean.closedTrades.entries()) {
        for (const name of ['quantity', 'entryPrice', 'exitPrice']) {
          expect(closedTrades[index][name]).toBeCloseTo(Number(trade[name]), 7);
        }
      }
    });

    test('equity and returns over time', async () => {
      const { charts } = (await outcome).result;
      const { Equity: equity, Return: returns } = charts['Strategy Equity'].series;
      expect(equity.values.map(times)).toEqual(lean.equity.map(times));
      expect(returns.values.map(times)).toEqual(lean.dailyReturnPct.map(times));
      for (const [index, candle] of lean.equity.entries()) {
        for (const [part, value] of candle.entries()) {
          expect(Math.abs(equity.values[index][part] - value)).toBeLessThan(0.001);
        }
      }
      for (const [index, [, percent]] of lean.dailyReturnPct.entries()) {
        expect(Math.abs(returns.values[index][1] - percent)).toBeLessThan(1e-5);
      }
    });
  });
});

async function backtest(run: ReferenceRun) {
  const [name, first, second] = STRATEGIES[run.strategy] as readonly [string, string, string];
  const setup = setupOf(run, name);
  const strategy = await loadStrategy(name, process.cwd());
  const { fast = 0, slow = 0 } = run.parameters;
  const params = { [first]: fast, [second]: slow };
  const data = loadMarketData(setup);
  const { metrics, result } = createBacktest({ setup, data, strategy }).run(params, 'full');
  return { metrics, result: JSON.parse(result ?? '') };
}

/** Texts of numbers as numbers, so that zeros at the end of a decimal do not count. */
function numbers(texts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(texts)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, Number.isNaN(Number(value)) ? value : Number(value)]),
  );
}

function times(point: readonly number[]): number {
  return point[0] as number;
}
