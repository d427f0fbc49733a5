import type { BacktestContext } from '../engine/backtest-context.ts';
import type { FillRecord } from '../engine/portfolio.ts';
import type { Security } from '../engine/security.ts';
import type { Trade } from './trade.ts';
import { TradeBuilder } from './trade-builder.ts';

/** What happened to a security, in LEAN's order within a moment: prices, then fills, then splits. */
type Happening = { readonly time: number; readonly security: Security } & (
  | { readonly order: 0; readonly price: number }
  | { readonly order: 1; readonly fill: FillRecord }
  | { readonly order: 2; readonly factor: number }
);

/** The closed trades of a backtest, without excursions: enough for profits. */
export function closedTrades(context: BacktestContext): readonly Trade[] {
  const { fills } = context.transactions;
  const splits = splitsOf(context);
  if (splits.length > 0) return replay([...fillsOf(fills), ...splits]);
  const builderOf = builders();
  for (const fill of fills) builderOf(fill.security).fill(fill);
  return builderOf.closed;
}

/** The closed trades with their excursions, marked at every price that LEAN marks them at. */
export function markedTrades(context: BacktestContext): readonly Trade[] {
  const { fills } = context.transactions;
  return replay([...pricesOf(context), ...fillsOf(fills), ...splitsOf(context)]);
}

function replay(happenings: Happening[]): readonly Trade[] {
  const builderOf = builders();
  happenings.sort((a, b) => a.time - b.time || a.order - b.order);
  for (const happening of happenings) {
    const builder = builderOf(happening.security);
    if (happening.order === 0) builder.mark(happening.price);
    else if (happening.order === 1) builder.fill(happening.fill);
    else builder.split(happening.factor);
  }
  return builderOf.closed;
}

/** A builder for each security; what they close goes to one list. */
function builders() {
  const closed: Trade[] = [];
  const bySecurity = new Map<Security, TradeBuilder>();
  const builderOf = (security: Security): TradeBuilder => {
    const known = bySecurity.get(security);
    if (known !== undefined) return known;
    const builder = new TradeBuilder(security.properties, closed);
    bySecurity.set(security, builder);
    return builder;
  };
  return Object.assign(builderOf, { closed });
}

function fillsOf(fills: readonly FillRecord[]): Happening[] {
  return fills.map((fill) => ({ time: fill.time, security: fill.security, order: 1, fill }));
}

function splitsOf({ portfolio }: BacktestContext): Happening[] {
  return portfolio.securities
    .filter((security) => security.hasRawPrices)
    .flatMap((security) =>
      security.data.events
        .filter((event) => event.kind === 'split')
        .filter((event) => event.type === 'splitOccurred')
        .map(({ time, factor }): Happening => ({ time, security, order: 2, factor })),
    );
}

/**
 * LEAN marks trades at every slice of their symbol, also at those that hold corporate events alone,
 * and by symbol, so that a benchmark of the same symbol marks them too.
 */
function pricesOf({ data, transactions }: BacktestContext): Happening[] {
  const traded = new Set(transactions.fills.map((fill) => fill.security));
  const { benchmark } = data;
  return [...traded].flatMap((security): Happening[] => {
    const own = ownPrices(security);
    if (benchmark === null || benchmark.ticker !== security.symbol.value) return own;
    const marks = Array.from(benchmark.price, (price, index) =>
      mark(security, benchmark.time[index] as number, price),
    );
    return [...own, ...marks];
  });
}

function ownPrices(security: Security): Happening[] {
  const { bars, events } = security.data;
  const marks: Happening[] = [];
  let next = 0;
  for (let bar = 0; bar < bars.end.length; bar++) {
    const end = bars.end[bar] as number;
    for (; (events[next]?.time ?? Number.POSITIVE_INFINITY) < end; next++) {
      const before = bars.close[bar - 1] ?? 0;
      if (before > 0) marks.push(mark(security, events[next]?.time as number, before));
    }
    marks.push(mark(security, end, bars.close[bar] as number));
  }
  return marks;
}

function mark(security: Security, time: number, price: number): Happening {
  return { time, security, order: 0, price };
}
