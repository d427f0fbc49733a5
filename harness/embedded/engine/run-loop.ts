import type { CorporateEvent } from '../data/corporate-events.ts';
import { SILENT } from '../data/timeline.ts';
import type { Algorithm } from '../leantune.ts';
import { applyCorporateEvents } from './apply-corporate-events.ts';
import type { BacktestContext } from './backtest-context.ts';
import { loading, PHASE, phase } from './phase.ts';
import type { Security } from './security.ts';
import type { Slice } from './slice.ts';

/** True in the copy of this module that `telling-loop.ts` loads. */
const TELLS = loading.tells;

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
  const worth = worthOf(context, security);
  const fill = (): void => {
    if (transactions.open.length > 0) transactions.scan();
  };
  let value = portfolio.cash;
  for (let index = 0; index < time.length; index++) {
    // LEAN ends a backtest that has lost everything; its equity stays what it was.
    if (value <= 0) {
      equity.fill(value, index);
      return;
    }
    clock.utc = time[index] as number;
    clock.slice = index;
    const position = bar[index] as number;
    if (position >= 0) security.advance(position);
    fill();
    const event = firstEvent[index] as number;
    if (event !== SILENT) {
      slice.set(clock.utc, position >= 0, event < 0 ? NO_EVENTS : happenNow(context, event));
      handOver(algorithm, slice);
      fill();
    }
    value = worth();
    equity[index] = value;
  }
}

/** The portfolio's value, reckoned without looking anything up. */
function worthOf({ portfolio }: BacktestContext, security: Security): () => number {
  const { holdings } = security;
  const multiplier = security.properties.contractMultiplier;
  const marks = security.columns.mark;
  return () => {
    if (holdings.quantity === 0) return portfolio.cash;
    const mark = marks === null ? security.price : (marks[security.index] as number);
    return portfolio.cash + holdings.quantity * mark * multiplier;
  };
}

function handOver(algorithm: Algorithm, slice: Slice): void {
  if (TELLS) phase[0] = PHASE.strategy;
  algorithm.onData(slice);
  if (TELLS) phase[0] = PHASE.engine;
}

/** Applies the events of a moment, from the first on, and returns them. */
function happenNow(context: BacktestContext, first: number): readonly CorporateEvent[] {
  const { events } = context.data.timeline;
  const time = events[first]?.time;
  let end = first;
  while (events[end]?.time === time) end++;
  const now = events.slice(first, end);
  applyCorporateEvents(context, now);
  return now;
}
