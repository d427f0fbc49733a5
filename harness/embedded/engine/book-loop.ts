import { SLICE, type SliceTable } from '../data/slice-table.ts';
import type { Algorithm } from '../leantune.ts';
import { applyCorporateEvents } from './apply-corporate-events.ts';
import type { BacktestContext } from './backtest-context.ts';
import { BookPortfolio } from './book-portfolio.ts';
import type { EquityWindow } from './equity-window.ts';
import { callMargins, MARGIN_CALL_INTERVAL } from './margin-calls.ts';
import type { Pauses } from './milestone-watch.ts';
import { inStrategy } from './phase.ts';
import type { Security } from './security.ts';
import type { SecurityEvent } from './slice.ts';
import { tellEvents } from './tell-events.ts';

/** Sales of cash accounts are settled once an hour. */
const SETTLEMENT_INTERVAL = 3_600_000;
const NO_EVENTS: readonly SecurityEvent[] = [];

interface Feeding {
  readonly algorithm: Algorithm;
  readonly securities: readonly Security[];
  readonly pauses: Pauses | null;
}

/** When something is due next that does not happen at every slice. UTC milliseconds. */
interface Due {
  marginCall: number;
  settlement: number;
}

/**
 * Feeds every slice of any number of securities to the algorithm, in LEAN's order: prices, settled
 * cash, fills, corporate events, margin calls, `onData`, cancellations. Slices that the algorithm
 * does not see are steps too: the benchmark's, and those of currency rates. Writes the portfolio's
 * value after each slice into `equity`, in which there has to be room up to the next pause.
 */
export function bookLoop(context: BacktestContext, feeding: Feeding, equity: EquityWindow): void {
  const { slices: table } = context.universe;
  if (table === null || feeding.securities.length === 0) {
    throw new Error('Cannot run the algorithm: wanted a security added in initialize, found none');
  }
  const due = { marginCall: Number.NEGATIVE_INFINITY, settlement: Number.NEGATIVE_INFINITY };
  const step = { ...feeding, table, due, index: 0 };
  const { pauses } = feeding;
  let from = 0;
  for (const to of pauses?.ends ?? [table.time.length]) {
    feed(context, { step, from, to }, equity);
    pauses?.look(to);
    from = to;
  }
}

interface Part {
  readonly step: Step & { index: number };
  /** The first slice, and the first that is not fed. */
  readonly from: number;
  readonly to: number;
}

function feed(context: BacktestContext, { step, from, to }: Part, window: EquityWindow): void {
  const { table } = step;
  const { values: equity } = window;
  const shift = 1 - window.base;
  let value = from === 0 ? context.portfolio.totalPortfolioValue : window.at(from);
  for (let index = from; index < to; index++) {
    // LEAN ends a backtest that has lost everything; its equity stays what it was.
    if (value <= 0) {
      equity.fill(value, index + shift);
      return;
    }
    step.index = index;
    arrive(context, step);
    if (table.kind[index] !== SLICE.silent) handOver(context, step);
    value = context.portfolio.totalPortfolioValue;
    equity[index + shift] = value;
  }
}

interface Step extends Feeding {
  readonly table: SliceTable;
  readonly due: Due;
  readonly index: number;
}

/** Prices become known, and orders are filled by them. */
function arrive(context: BacktestContext, { securities, table, due, index }: Step): void {
  const { clock, transactions, reactions } = context;
  const now = table.time[index] as number;
  if (reactions.isNeeded) reactions.before(now);
  clock.utc = now;
  clock.slice = index;
  advance(table, { index, utc: now }, securities);
  if (now >= due.settlement) {
    settle(context);
    due.settlement = (Math.floor(now / SETTLEMENT_INTERVAL) + 1) * SETTLEMENT_INTERVAL;
  }
  transactions.scan();
  if (reactions.isNeeded) reactions.after();
}

/** The algorithm gets to know what is new. */
function handOver(context: BacktestContext, step: Step): void {
  const { clock, transactions, slice, reactions } = context;
  const { algorithm, securities, table, due, index } = step;
  const events = eventsAt(table, index, securities);
  if (events.length > 0) applyCorporateEvents(context, events);
  slice.set(clock.utc, hasBars(table, index), events);
  if (clock.utc >= due.marginCall) {
    inStrategy(() => callMargins(context, algorithm));
    due.marginCall = clock.utc + MARGIN_CALL_INTERVAL;
  }
  for (const { seen, index: newest } of securities) seen.index = newest;
  if (reactions.isNeeded) reactions.push();
  if (events.length > 0) tellEvents(algorithm, slice);
  if (table.kind[index] === SLICE.shown) inStrategy(() => algorithm.onData(slice));
  transactions.scan();
}

function advance(
  { first, security: which, bar }: SliceTable,
  { index, utc }: { readonly index: number; readonly utc: number },
  securities: readonly Security[],
): void {
  const end = first[index + 1] as number;
  for (let entry = first[index] as number; entry < end; entry++) {
    const security = securities[which[entry] as number] as Security;
    const position = bar[entry] as number;
    if (position === security.index) security.repeatedAt = utc;
    else security.advance(position);
  }
}

/** Whether there are bars, be it those of the silent slice before. */
function hasBars({ first, kind }: SliceTable, index: number): boolean {
  const isNew = (first[index + 1] as number) > (first[index] as number);
  return isNew || kind[index - 1] === SLICE.silent;
}

function settle({ portfolio, clock }: BacktestContext): void {
  if (portfolio instanceof BookPortfolio) portfolio.settlements.scan(clock.utc);
}

function eventsAt(
  { firstEvent, events }: SliceTable,
  index: number,
  securities: readonly Security[],
): readonly SecurityEvent[] {
  const from = firstEvent[index] as number;
  const to = firstEvent[index + 1] as number;
  if (from === to) return NO_EVENTS;
  return events.slice(from, to).map(({ security, event }) => ({
    security: securities[security] as Security,
    event,
  }));
}
