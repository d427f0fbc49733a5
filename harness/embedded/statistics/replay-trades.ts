import type { BacktestContext } from '../engine/backtest-context.ts';
import type { FillRecord } from '../engine/transactions.ts';
import type { Trade } from './trade.ts';
import { TradeBuilder } from './trade-builder.ts';

/** What happened, in LEAN's order within a moment: prices, then fills, then splits. */
type Happening =
  | { readonly time: number; readonly order: 0; readonly price: number }
  | { readonly time: number; readonly order: 1; readonly fill: FillRecord }
  | { readonly time: number; readonly order: 2; readonly factor: number };

/** The closed trades of a backtest, without excursions: enough for profits. */
export function closedTrades(context: BacktestContext): readonly Trade[] {
  const { fills } = context.transactions;
  const splits = splitsOf(context);
  if (splits.length > 0) return replay(context, [...fillsOf(fills), ...splits]);
  const builder = new TradeBuilder(context.data.properties.contractMultiplier);
  for (const fill of fills) builder.fill(fill);
  return builder.closed;
}

/** The closed trades with their excursions, marked at every price that LEAN marks them at. */
export function markedTrades(context: BacktestContext): readonly Trade[] {
  const { fills } = context.transactions;
  return replay(context, [...pricesOf(context), ...fillsOf(fills), ...splitsOf(context)]);
}

function replay(context: BacktestContext, happenings: Happening[]): readonly Trade[] {
  const builder = new TradeBuilder(context.data.properties.contractMultiplier);
  happenings.sort((a, b) => a.time - b.time || a.order - b.order);
  for (const happening of happenings) {
    if (happening.order === 0) builder.mark(happening.price);
    else if (happening.order === 1) builder.fill(happening.fill);
    else builder.split(happening.factor);
  }
  return builder.closed;
}

function fillsOf(fills: readonly FillRecord[]): Happening[] {
  return fills.map((fill) => ({ time: fill.time, order: 1, fill }));
}

function splitsOf({ data }: BacktestContext): Happening[] {
  if (data.setup.normalization !== 'Raw') return [];
  return data.timeline.events
    .filter((event) => event.kind === 'split')
    .filter((event) => event.type === 'splitOccurred')
    .map(({ time, factor }) => ({ time, order: 2, factor }));
}

/**
 * LEAN marks trades at every slice of their symbol, also at those that hold corporate events alone,
 * and by symbol, so that a benchmark of the same symbol marks them too.
 */
function pricesOf({ data }: BacktestContext): Happening[] {
  const { benchmark, setup, timeline, bars } = data;
  const own: Happening[] = [];
  let price = 0;
  for (let slice = 0; slice < timeline.time.length; slice++) {
    const bar = timeline.bar[slice] as number;
    if (bar >= 0) price = bars.close[bar] as number;
    if (price > 0) own.push(mark(timeline.time[slice] as number, price));
  }
  if (benchmark === null || benchmark.ticker !== setup.symbol.toUpperCase()) return own;
  const marks = Array.from(benchmark.price, (price, index) =>
    mark(benchmark.time[index] as number, price),
  );
  return [...own, ...marks];
}

function mark(time: number, price: number): Happening {
  return { time, order: 0, price };
}
