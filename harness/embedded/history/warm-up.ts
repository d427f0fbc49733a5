import { PERIODS, type Resolution } from '../data/bar-grid.ts';
import { dayOf, MS_PER_DAY } from '../data/calendar-day.ts';
import { startOf } from '../data/columns.ts';
import { earlierByClock, timeZone } from '../data/time-zone.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import { inStrategy } from '../engine/phase.ts';
import type { Security } from '../engine/security.ts';
import { historySpan } from './bars-between.ts';
import { feedLeads, type LeadReceiver } from './feed-leads.ts';
import { endsAfter } from './history-data.ts';
import type { Lead } from './lead.ts';
import type { WarmUpRequest } from './warm-up-request.ts';

/** What of an algorithm hears of its warm-up. */
interface Receiver extends LeadReceiver {
  onWarmupFinished(): void;
}

/**
 * Lets an algorithm see the bars before its start, in LEAN's order, and brings its indicators to
 * where they stand then. It may not trade meanwhile.
 * @throws RangeError where other bars are asked for than the securities' own
 */
export function runWarmUp(context: BacktestContext, receiver: Receiver): void {
  const { warmUp, clock, reactions } = context;
  const begin = clock.utc;
  if (warmUp !== null) leadIn(context, warmUp, receiver);
  else reactions.start();
  clock.utc = begin;
  context.isWarmingUp = false;
  inStrategy(() => receiver.onWarmupFinished());
}

function leadIn(context: BacktestContext, request: WarmUpRequest, receiver: Receiver): void {
  const { clock, portfolio, reactions } = context;
  const begin = clock.utc;
  refuseOtherResolution(portfolio.securities, request.resolution);
  const first = firstMoment(portfolio.securities, request, begin);
  const leads = portfolio.securities.flatMap((security) => leadOf(security, first, begin));
  clock.utc = first;
  reactions.start();
  for (const { security, data, from, to } of leads) {
    reactions.followers.lead(security, { columns: data.bars, from, offset: to });
    security.enter(data.bars);
    // Indicators count from the start, so that bars before it have negative positions.
    security.seen.index = from - to - 1;
  }
  feedLeads(context, { leads, first, begin }, receiver);
  reactions.before(begin);
  for (const { security } of leads) security.enter(security.data.bars);
}

/** When the earliest of the bars begins that are asked for; days begin at the exchange's midnight. */
function firstMoment(
  securities: readonly Security[],
  request: WarmUpRequest,
  begin: number,
): number {
  const { bars, time } = request;
  if (bars === null) return earlierByClock(begin, time ?? 0);
  const starts = securities.map((security) => {
    const { resolution } = security.data.setup;
    const span = historySpan(security, resolution, { count: bars, end: begin });
    // The span may hold nothing.
    const start =
      span === null || span.from >= span.data.bars.end.length
        ? begin
        : startOf(span.data.bars, span.from);
    if (!security.data.endsWithMarket) return start;
    const zone = timeZone(security.data.exchangeZone);
    return zone.toUtc(dayOf(zone.toLocal(start)) * MS_PER_DAY);
  });
  return Math.min(begin, ...starts);
}

/** Bars from a moment on; the one that ends just then is among them, as in LEAN. */
function leadOf(security: Security, first: number, begin: number): Lead[] {
  const { resolution } = security.data.setup;
  const span = historySpan(security, resolution, { start: first, end: begin });
  if (span === null) return [];
  // A bar that ends just at the start is the first of the backtest.
  const last = Math.min(begin, (security.data.bars.end[0] ?? begin) - 1);
  const { end: ends } = span.data.bars;
  const from = endsAfter(ends, first - 1);
  return [{ ...span, from, to: Math.max(from, endsAfter(ends, last)), security }];
}

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
