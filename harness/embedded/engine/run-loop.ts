import type { CorporateEvent } from '../data/corporate-events.ts';
import type { Algorithm } from '../leantune.ts';
import { applyCorporateEvents } from './apply-corporate-events.ts';
import type { BacktestContext } from './backtest-context.ts';

const NO_EVENTS: readonly CorporateEvent[] = [];

/**
 * Feeds every slice to the algorithm, in LEAN's order: prices, fills, corporate events, `onData`,
 * cancellations. Writes the portfolio's value after each slice into `equity`.
 */
export function runLoop(
  context: BacktestContext,
  algorithm: Algorithm,
  equity: Float64Array,
): void {
  const { clock, portfolio, transactions, slice, data } = context;
  const { time, bar, firstEvent } = data.timeline;
  const [security] = portfolio.securities;
  if (security === undefined) {
    throw new Error('Cannot run the algorithm: wanted a security added in initialize, found none');
  }
  const { holdings } = security;
  const multiplier = security.properties.contractMultiplier;
  const length = time.length;
  let value = portfolio.cash;
  for (let index = 0; index < length; index++) {
    // Without money LEAN ends a backtest; the equity stays what it was.
    if (value <= 0) {
      equity[index] = value;
      continue;
    }
    clock.utc = time[index] as number;
    clock.slice = index;
    const position = bar[index] as number;
    const event = firstEvent[index] as number;
    if (position >= 0) security.advance(position);
    if (transactions.open.length > 0) transactions.scan();
    const events = event < 0 ? NO_EVENTS : eventsOf(data.timeline.events, event);
    if (events !== NO_EVENTS) applyCorporateEvents(context, events);
    slice.set(clock.utc, position >= 0, events);
    algorithm.onData(slice);
    if (transactions.open.length > 0) transactions.scan();
    value =
      holdings.quantity === 0
        ? portfolio.cash
        : portfolio.cash + holdings.quantity * security.price * multiplier;
    equity[index] = value;
  }
}

function eventsOf(events: readonly CorporateEvent[], first: number): readonly CorporateEvent[] {
  const time = events[first]?.time;
  let last = first;
  while (events[last]?.time === time) last++;
  return events.slice(first, last);
}
