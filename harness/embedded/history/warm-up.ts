import { PERIODS, type Resolution } from '../data/bar-grid.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import { inStrategy } from '../engine/phase.ts';
import type { Security } from '../engine/security.ts';
import type { Slice } from '../engine/slice.ts';
import { type HistorySpan, historySpan } from './bars-between.ts';

/** What an algorithm wants to see before it begins: a number of bars, or a length of time in ms. */
export interface WarmUpRequest {
  readonly bars: number | null;
  readonly time: number | null;
  readonly resolution: Resolution | null;
}

/** What of an algorithm hears of its warm-up. */
interface Receiver {
  onData(slice: Slice): void;
  onWarmupFinished(): void;
}

interface Lead extends HistorySpan {
  readonly security: Security;
}

/**
 * Lets an algorithm see the bars before its start, in LEAN's order, and brings its indicators to
 * where they stand then. It may not trade meanwhile.
 */
export function runWarmUp(context: BacktestContext, receiver: Receiver): void {
  const { warmUp, clock, portfolio, reactions } = context;
  context.isWarmingUp = warmUp !== null;
  const begin = clock.utc;
  if (warmUp !== null) refuseOtherResolution(portfolio.securities, warmUp.resolution);
  const leads = warmUp === null ? [] : leadsOf(portfolio.securities, warmUp, begin);
  const first = Math.min(...leads.map(({ data, from }) => data.bars.start[from] ?? begin));
  if (leads.length > 0) clock.utc = Math.min(begin, first);
  reactions.start();
  if (warmUp === null) return;
  for (const { security, data, from, to } of leads) {
    reactions.followers.lead(security, { columns: data.bars, from, offset: to });
    security.enter(data.bars);
  }
  feed(context, leads, receiver);
  reactions.before(begin);
  clock.utc = begin;
  for (const { security } of leads) security.enter(security.data.bars);
  context.isWarmingUp = false;
  inStrategy(() => receiver.onWarmupFinished());
}

/** The bars before the start of every security, from the same moment on. */
function leadsOf(securities: readonly Security[], request: WarmUpRequest, begin: number): Lead[] {
  const spans = (range: (security: Security) => { count: number } | { start: number }) =>
    securities.flatMap((security) => {
      const { resolution } = security.data.setup;
      const span = historySpan(security, resolution, { ...range(security), end: begin });
      return span === null ? [] : [{ ...span, security }];
    });
  const { bars, time } = request;
  if (bars === null) return spans(() => ({ start: begin - (time ?? 0) }));
  const counted = spans(() => ({ count: bars }));
  const starts = counted.map(({ data, from }) => data.bars.start[from] ?? begin);
  return securities.length < 2 ? counted : spans(() => ({ start: Math.min(...starts) }));
}

/** Feeds bars by the moments at which they end. */
function feed(context: BacktestContext, leads: readonly Lead[], receiver: Receiver): void {
  const { clock, reactions, slice } = context;
  const positions = leads.map(({ from }) => from);
  const endOf = (at: number): number => {
    const { data, to } = leads[at] as Lead;
    const position = positions[at] as number;
    return position < to ? (data.bars.end[position] as number) : Number.POSITIVE_INFINITY;
  };
  for (;;) {
    const now = Math.min(...leads.map((_, at) => endOf(at)));
    if (now === Number.POSITIVE_INFINITY) return;
    reactions.before(now);
    clock.utc = now;
    for (const [at, { security }] of leads.entries()) {
      if (endOf(at) === now) security.advance((positions[at] as number)++);
    }
    reactions.after();
    slice.set(now, true, []);
    for (const { security, to } of leads) security.seen.index = security.index - to;
    reactions.push();
    inStrategy(() => receiver.onData(slice));
  }
}

/** @throws RangeError where a resolution is not that of the securities, whose own bars are used */
function refuseOtherResolution(
  securities: readonly Security[],
  resolution: Resolution | null,
): void {
  for (const { symbol, period } of securities) {
    if (resolution === null || PERIODS[resolution] === period) continue;
    throw new RangeError(
      `Cannot warm up ${symbol.value}: wanted bars of its own resolution, found ${resolution}`,
    );
  }
}
