import { leadAfter, SILENT, slicePlaceOf } from '../data/bar-slices.ts';
import type { Algorithm } from '../leantune.ts';
import type { BacktestContext } from './backtest-context.ts';
import type { EquityWindow } from './equity-window.ts';
import { happenNow } from './happen-now.ts';
import { MOST_MARGIN_USED } from './margin-calls.ts';
import type { Pauses } from './milestone-watch.ts';
import { NeedsBook } from './needs-book.ts';
import { loading, PHASE, phase } from './phase.ts';
import type { Portfolio } from './portfolio.ts';
import type { Security } from './security.ts';
import type { SecurityEvent } from './slice.ts';
import { tellEvents, wantsEvents } from './tell-events.ts';
import { NONE_OPEN, type Transactions } from './transactions.ts';

/** True in the copy of this module that `telling-loop.ts` loads. */
const TELLS = loading.tells;

type Receiver = Pick<Algorithm, 'onData'>;

const NO_EVENTS: readonly SecurityEvent[] = [];
/** The compiler takes what a module declares for constant, but looks up at every bar what it imports. */
const MOST_MARGIN = MOST_MARGIN_USED;
const NO_ORDERS = NONE_OPEN;

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

/** Slices that are fed one after the other. */
interface Stretch {
  from: number;
  /** The first that is not fed. */
  to: number;
  /** How far slices are ahead of bars. */
  lead: number;
  /** What the portfolio is worth before it. */
  value: number;
}

function feed(context: BacktestContext, feeding: Feeding, equity: Float64Array): void {
  const { barSlices } = context.data;
  const { odd } = barSlices;
  const { from, to, value } = feeding;
  let { nextOdd, lead } = slicePlaceOf(barSlices, from);
  const stretch = { from, to, lead, value };
  while (stretch.from < to) {
    // LEAN ends a backtest that has lost everything; its equity stays what it was.
    if (stretch.value <= 0) {
      equity.fill(stretch.value, stretch.from - from);
      return;
    }
    const oddAt = odd.at[nextOdd] ?? to;
    if (stretch.from === oddAt) {
      stretch.value = feedOdd(context, feeding, nextOdd);
      equity[oddAt - from] = stretch.value;
      lead += leadAfter(odd, nextOdd++);
      stretch.lead = lead;
      stretch.from = oddAt + 1;
    } else {
      stretch.to = Math.min(oddAt, to);
      stretch.value = feedBars(context, feeding, stretch, equity);
      stretch.from = stretch.to;
    }
  }
}

/**
 * Feeds slices that hold the next bar and nothing else: nearly all, so that each instruction counts.
 * The compiler has room for so much and no more; what stays the same is looked up before. Stops where
 * everything is lost. @returns the portfolio's value
 */
function feedBars(
  { clock, portfolio, transactions, slice, reactions, data }: BacktestContext,
  { security, receiver, from: first }: Feeding,
  stretch: Stretch,
  equity: Float64Array,
): number {
  const { barEnds } = data.barSlices;
  const { seen } = security;
  const { to, lead } = stretch;
  let { value } = stretch;
  for (let index = stretch.from; index < to; index++) {
    const position = index - lead;
    const now = barEnds[position] as number;
    const reacts = reactions.isNeeded;
    if (reacts) reactions.before(now);
    clock.utc = now;
    clock.slice = index;
    security.advance(position);
    scanOpen(transactions);
    if (reacts) reactions.after();
    refuseMarginCalls(portfolio, security);
    slice.set(now, true, NO_EVENTS);
    seen.index = position;
    if (reacts) reactions.push();
    if (TELLS) phase[0] = PHASE.strategy;
    receiver.onData(slice);
    if (TELLS) phase[0] = PHASE.engine;
    scanOpen(transactions);
    value = worthOf(portfolio, security);
    equity[index - first] = value;
    if (value <= 0) {
      equity.fill(value, index - first);
      return value;
    }
  }
  return value;
}

/** Feeds a slice with an event, one before another of the same moment, or one without a bar. */
function feedOdd(context: BacktestContext, feeding: Feeding, place: number): number {
  const { clock, portfolio, transactions, slice, data, reactions } = context;
  const { security, receiver, listener } = feeding;
  const { odd } = data.barSlices;
  const position = odd.bar[place] as number;
  const now = odd.time[place] as number;
  const firstEvent = odd.firstEvent[place] as number;
  const reacts = reactions.isNeeded;
  if (reacts) reactions.before(now);
  clock.utc = now;
  clock.slice = odd.at[place] as number;
  if (position >= 0) security.advance(position);
  scanOpen(transactions);
  if (reacts) reactions.after();
  refuseMarginCalls(portfolio, security);
  slice.set(now, position >= 0, eventsAt(context, firstEvent));
  security.seen.index = security.index;
  if (reacts && firstEvent !== SILENT) reactions.push();
  if (listener !== null) tellEvents(listener, slice);
  // What is silent is kept back: the algorithm sees it with the slice that follows.
  if (firstEvent !== SILENT) {
    if (TELLS) phase[0] = PHASE.strategy;
    receiver.onData(slice);
    if (TELLS) phase[0] = PHASE.engine;
  }
  scanOpen(transactions);
  return worthOf(portfolio, security);
}

function scanOpen(transactions: Transactions): void {
  if (transactions.open !== NO_ORDERS) transactions.scan();
}

function refuseMarginCalls({ accountCash }: Portfolio, security: Security): void {
  const { quantity } = security.holdings;
  if (quantity === 0) return;
  const held = quantity * security.price * security.multiplier;
  if (Math.abs(held) * security.marginRate > (accountCash + held) * MOST_MARGIN) {
    throw new NeedsBook();
  }
}

function worthOf({ accountCash }: Portfolio, security: Security): number {
  const { quantity } = security.holdings;
  if (quantity === 0) return accountCash;
  return accountCash + quantity * security.mark * security.multiplier;
}

function eventsAt(context: BacktestContext, first: number): readonly SecurityEvent[] {
  return first < 0 ? NO_EVENTS : happenNow(context, first);
}
