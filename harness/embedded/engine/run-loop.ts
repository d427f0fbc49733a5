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

type Receiver = Pick<Algorithm, 'onData'>;

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
  const [security] = context.portfolio.securities;
  if (security === undefined) {
    throw new Error('Cannot run the algorithm: wanted a security added in initialize, found none');
  }
  feed(context, { security, receiver: receiverOf(context, algorithm), equity });
}

/** Apart from what goes before, so that the compiler has room for what is called in every round. */
function feed(
  context: BacktestContext,
  { security, receiver, equity }: { security: Security; receiver: Receiver; equity: Float64Array },
): void {
  const { clock, portfolio, transactions, slice, data } = context;
  const { time, bar, firstEvent } = data.timeline;
  const { holdings } = security;
  const { mark: marks } = security.columns;
  const multiplier = security.properties.contractMultiplier;
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
    if (transactions.open.length > 0) transactions.scan();
    slice.set(clock.utc, position >= 0, eventsAt(context, firstEvent[index] as number));
    handOver(receiver, slice);
    if (transactions.open.length > 0) transactions.scan();
    value = portfolio.cash;
    if (holdings.quantity !== 0) {
      const mark = marks === null ? security.price : (marks[security.index] as number);
      value += holdings.quantity * mark * multiplier;
    }
    equity[index] = value;
  }
}

/** The algorithm, or one before it that keeps slices back which it is not to see. */
function receiverOf({ data, clock }: BacktestContext, algorithm: Algorithm): Receiver {
  const { firstEvent, hasSilent } = data.timeline;
  if (!hasSilent) return algorithm;
  return {
    onData(slice) {
      if (firstEvent[clock.slice] !== SILENT) algorithm.onData(slice);
    },
  };
}

function handOver(receiver: Receiver, slice: Slice): void {
  if (TELLS) phase[0] = PHASE.strategy;
  receiver.onData(slice);
  if (TELLS) phase[0] = PHASE.engine;
}

function eventsAt(context: BacktestContext, first: number): readonly CorporateEvent[] {
  return first < 0 ? NO_EVENTS : happenNow(context, first);
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
