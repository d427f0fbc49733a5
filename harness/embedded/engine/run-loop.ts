import { leadAfter, SILENT, slicePlaceOf } from '../data/bar-slices.ts';
import type { Algorithm } from '../leantune.ts';
import { applyCorporateEvents } from './apply-corporate-events.ts';
import type { BacktestContext } from './backtest-context.ts';
import type { EquityWindow } from './equity-window.ts';
import { MOST_MARGIN_USED } from './margin-calls.ts';
import type { Pauses } from './milestone-watch.ts';
import { NeedsBook } from './needs-book.ts';
import { loading, PHASE, phase } from './phase.ts';
import type { Portfolio } from './portfolio.ts';
import type { Security } from './security.ts';
import type { SecurityEvent, Slice } from './slice.ts';
import { tellEvents, wantsEvents } from './tell-events.ts';
import type { Transactions } from './transactions.ts';

/** True in the copy of this module that `telling-loop.ts` loads. */
const TELLS = loading.tells;

type Receiver = Pick<Algorithm, 'onData'>;

const NO_EVENTS: readonly SecurityEvent[] = [];

/**
 * Feeds every slice of a single security to the algorithm, in LEAN's order: prices, fills, corporate
 * events, `onData`, cancellations. Writes the portfolio's value after each slice into `equity`, in which there has to be
 * room up to the next pause.
 * @throws NeedsBook where a margin call may be due, which this loop knows nothing of
 */
export function runLoop(
  context: BacktestContext,
  { algorithm, pauses }: { readonly algorithm: Algorithm; readonly pauses: Pauses | null },
  equity: EquityWindow,
): void {
  const [security] = context.portfolio.securities;
  if (security === undefined) {
    throw new Error('Cannot run the algorithm: wanted a security added in initialize, found none');
  }
  const isTold = wantsEvents(algorithm);
  const feeding = {
    security,
    receiver: algorithm,
    listener: isTold ? algorithm : null,
  };
  const all = context.data.barSlices.length;
  let from = 0;
  for (const to of pauses?.ends ?? [all]) {
    const value = from === 0 ? context.portfolio.accountCash : equity.at(from);
    feed(context, { ...feeding, from, to, value }, equity.after(from));
    pauses?.look(to);
    from = to;
  }
}

interface Feeding {
  readonly security: Security;
  readonly receiver: Receiver;
  /** Told of corporate events; null where it does not listen. */
  readonly listener: Algorithm | null;
  /** The first slice, and the first that is not fed. */
  readonly from: number;
  readonly to: number;
  /** What the portfolio is worth before it. */
  readonly value: number;
}

/**
 * Apart from what goes before, so that the compiler has room for what is called in every round; what
 * stays the same is looked up before it.
 */
function feed(context: BacktestContext, feeding: Feeding, equity: Float64Array): void {
  const { clock, portfolio, transactions, slice, data, reactions } = context;
  const { security, receiver, listener, from, to } = feeding;
  const { barEnds, odd } = data.barSlices;
  let { nextOdd, lead } = slicePlaceOf(data.barSlices, from);
  let oddAt = odd.at[nextOdd] ?? to;
  const { seen } = security;
  let { value } = feeding;
  for (let index = from; index < to; index++) {
    // LEAN ends a backtest that has lost everything; its equity stays what it was.
    if (value <= 0) {
      equity.fill(value, index - from);
      return;
    }
    let position = index - lead;
    let now: number;
    let firstEvent = -1;
    if (index !== oddAt) now = barEnds[position] as number;
    else {
      position = odd.bar[nextOdd] as number;
      now = odd.time[nextOdd] as number;
      firstEvent = odd.firstEvent[nextOdd] as number;
      lead += leadAfter(odd, nextOdd++);
      oddAt = odd.at[nextOdd] ?? to;
    }
    const reacts = reactions.isNeeded;
    if (reacts) reactions.before(now);
    clock.utc = now;
    clock.slice = index;
    moveOn(security, position);
    scanOpen(transactions);
    if (reacts) reactions.after();
    refuseMarginCalls(portfolio, security);
    slice.set(now, position >= 0, eventsAt(context, firstEvent));
    seen.index = security.index;
    if (reacts && firstEvent !== SILENT) reactions.push();
    if (listener !== null) tellEvents(listener, slice);
    handOver(receiver, slice, firstEvent);
    scanOpen(transactions);
    value = worthOf(portfolio, security);
    equity[index - from] = value;
  }
}

function moveOn(security: Security, position: number): void {
  if (position >= 0) security.advance(position);
}

function scanOpen(transactions: Transactions): void {
  if (transactions.open.length > 0) transactions.scan();
}

function refuseMarginCalls({ accountCash }: Portfolio, security: Security): void {
  const { quantity } = security.holdings;
  if (quantity === 0) return;
  const held = quantity * security.price * security.multiplier;
  const most = (accountCash + held) * MOST_MARGIN_USED;
  if (Math.abs(held) * security.marginRate > most) throw new NeedsBook();
}

function worthOf({ accountCash }: Portfolio, security: Security): number {
  const { quantity } = security.holdings;
  if (quantity === 0) return accountCash;
  return accountCash + quantity * security.mark * security.multiplier;
}

function eventsAt(context: BacktestContext, first: number): readonly SecurityEvent[] {
  return first < 0 ? NO_EVENTS : happenNow(context, first);
}

function handOver(receiver: Receiver, slice: Slice, firstEvent: number): void {
  // What is silent is kept back: the algorithm sees it with the slice that follows.
  if (firstEvent === SILENT) return;
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
