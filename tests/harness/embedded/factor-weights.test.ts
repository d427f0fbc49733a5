import { describe, expect, it } from 'vitest';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { loadStrategy } from '../../../harness/embedded/load-strategy.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { sampleSetup, useSampleData } from './sample-backtest.ts';

const place = useSampleData();
const dates = { start: '2014-06-02', end: '2018-05-11' };

interface Order {
  readonly symbol: { readonly value: string };
  readonly quantity: number;
  readonly price: number;
  readonly value: number;
  readonly time: string;
}

const WEIGHTS = [
  'momentum_12m',
  'distance_200d',
  'macd',
  'rsi',
  'bollinger',
  'reversal_5d',
  'low_volatility',
  'near_high',
  'money_flow',
];
const NONE = Object.fromEntries(WEIGHTS.map((name) => [name, 0]));

async function ordersOf(params: ParameterSet, tickers = 'SPX,AAPL'): Promise<readonly Order[]> {
  const setup = sampleSetup(place.dataFolder, {
    strategy: 'factor-weights',
    dates,
    fixedParameters: { tickers },
  });
  const strategy = await loadStrategy('factor-weights', process.cwd());
  const backtest = createBacktest({ setup, data: loadMarketData(setup), strategy });
  const { result = '{}' } = backtest.run({ ...NONE, ...params }, 'full');
  const { orders } = JSON.parse(result) as { orders: Record<string, Order> };
  return Object.values(orders);
}

describe('factor-weights', () => {
  it('trades nothing where no factor counts', async () => {
    expect(await ordersOf({})).toEqual([]);
  });

  it.each(WEIGHTS)('%s decides by itself, one way or the other', async (name) => {
    const [more, less] = [await ordersOf({ [name]: 1 }), await ordersOf({ [name]: -1 })];
    expect(more.length + less.length).toBeGreaterThan(0);
    expect(JSON.stringify(more)).not.toBe(JSON.stringify(less));
  });

  it('gives each share the position size, and holds both where there is room', async () => {
    const orders = await ordersOf({ near_high: 1, position_size_pct: 0.2, stop_loss_pct: 0.25 });
    const first = new Map(orders.map((order) => [order.symbol.value, order]).reverse() as never);
    expect([...first.keys()].sort()).toEqual(['AAPL', 'SPX']);
    for (const order of first.values() as Iterable<Order>) {
      expect(order.quantity * order.price).toBeGreaterThan(19_000);
      expect(order.quantity * order.price).toBeLessThan(21_500);
    }
  });

  it('keeps the cash that it is told to: the best share alone, where there is room for one', async () => {
    const settings = { near_high: 1, cash_pct: 0.5, position_size_pct: 0.3, stop_loss_pct: 0.25 };
    const held = new Map<string, number>();
    for (const { symbol, quantity } of await ordersOf(settings)) {
      held.set(symbol.value, (held.get(symbol.value) ?? 0) + quantity);
      const open = [...held.values()].filter((amount) => amount > 0);
      // A switch sells and buys on one day; a sale comes first.
      expect(open.length).toBeLessThanOrEqual(1);
    }
    expect(held.size).toBe(2);
  });

  it('sells what has fallen below the stop', async () => {
    const orders = await ordersOf({ momentum_12m: 1, stop_loss_pct: 0.05 }, 'AAPL');
    const stopped = orders.filter((order, index) => {
      const before = orders[index - 1];
      return order.quantity < 0 && before !== undefined && order.price < before.price * 0.955;
    });
    expect(stopped.length).toBeGreaterThan(0);
  });

  it('looks once a week: never two purchases of a share in one', async () => {
    const bought = (await ordersOf({ rsi: 1, bollinger: 0.5 }, 'SPX')).filter(
      ({ quantity }) => quantity > 0,
    );
    const weeks = bought.map(({ time }) => {
      const { yearOfWeek, weekOfYear } = Temporal.PlainDate.from(time.slice(0, 10));
      return `${yearOfWeek}-${weekOfYear}`;
    });
    expect(new Set(weeks).size).toBe(weeks.length);
    expect(weeks.length).toBeGreaterThan(5);
  });
});
