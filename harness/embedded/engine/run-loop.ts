import { SILENT } from '../data/timeline.ts';
import type { Algorithm } from '../leantune.ts';
import { applyCorporateEvents } from './apply-corporate-events.ts';
import type { BacktestContext } from './backtest-context.ts';
import { MOST_MARGIN_USED } from './margin-calls.ts';
import { NeedsBook } from './needs-book.ts';
import { inStrategy, loading, PHASE, phase } from './phase.ts';
import type { Security } from './security.ts';
import type { SecurityEvent, Slice } from './slice.ts';
import { tellEvents } from './tell-events.ts';

/** True in the copy of this module that `telling-loop.ts` loads. */
const TELLS = loading.tells;

type Receiver = Pick<Algorithm, 'onData'>;

const NO_EVENTS: readonly SecurityEvent[] = [];

/**
 * Feeds every slice of a single security to the algorithm, in LEAN's order: prices, fills, corporate
 * events, `onData`, cancellations. Writes the portfolio's value after each slice into `equity`.
 * @throws NeedsBook where a margin call may be due, which this loop knows nothing of
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
  const receiver = receiverOf(context, algorithm);
  feed(context, { security, algorithm, receiver, equity });
}

interface Feed {
  readonly security: Security;
  readonly algorithm: Algorithm;
  readonly receiver: Receiver;
  readonly equity: Float64Array;
}

/** Apart from what goes before, so that the compiler has room for what is called in every round. */
function feed(context: BacktestContext, { security, algorithm, receiver, equity }: Feed): void {
  const { clock, portfolio, transactions, slice, data, reactions } = context;
  const { time, bar, firstEvent } = data.timeline;
  const { holdings, seen } = security;
  const { mark: marks } = security.columns;
  const multiplier = security.properties.contractMultiplier;
  let value = portfolio.accountCash;
  for (let index = 0; index < time.length; index++) {
    // LEAN ends a backtest that has lost everything; its equity stays what it was.
    if (value <= 0) {
      equity.fill(value, index);
      return;
    }
    const reacts = reactions.isNeeded;
    if (reacts) reactions.before(time[index] as number);
    clock.utc = time[index] as number;
    clock.slice = index;
    const position = bar[index] as number;
    if (position >= 0) security.advance(position);
    if (transactions.open.length > 0) transactions.scan();
    if (reacts) reactions.after();
    if (holdings.quantity !== 0) {
      const held = holdings.quantity * security.price * multiplier;
      const most = (portfolio.accountCash + held) * MOST_MARGIN_USED;
      if (Math.abs(held) * security.marginRate > most) throw new NeedsBook();
    }
    const first = firstEvent[index] as number;
    const events = first < 0 ? NO_EVENTS : happenNow(context, first);
    slice.set(clock.utc, position >= 0, events);
    seen.index = security.index;
    if (reacts) reactions.push();
    if (events.length > 0) inStrategy(() => tellEvents(algorithm, slice));
    handOver(receiver, slice);
    if (transactions.open.length > 0) transactions.scan();
    value = portfolio.accountCash;
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

/** Applies the events of a moment, from the first on, and returns them. */
function happenNow(context: BacktestContext, first: number): readonly SecurityEvent[] {
  const { events } = context.data.timeline;
  const [security] = context.portfolio.securities;
  const time = events[first]?.time;
  if (security === undefined) return NO_EVENTS;
  const now: SecurityEvent[] = [];
  for (let next = first; events[next]?.time === time; next++) {
    const event = events[next];
    if (event === undefined) break;
    now.push({ security, event });
  }
  applyCorporateEvents(context, now);
  return now;
}
