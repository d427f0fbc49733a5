import type { Gap } from '../../../runner/domain/gap.ts';
import { dayOf, formatDay, MS_PER_DAY } from './calendar-day.ts';
import { type BarColumns, type BarTimes, startOf } from './columns.ts';
import type { Session } from './market-hours.ts';
import type { TimeZone } from './time-zone.ts';

/** More gaps than anybody reads; their days are counted all the same. */
const GAPS_NAMED = 5;

/** How many of the trading days wanted have a bar. */
export interface DataCoverage {
  readonly tradingDays: number;
  readonly missingDays: number;
  /** The first runs of trading days without a bar, also before and after the data. */
  readonly gaps: readonly Gap[];
}

interface Wanted {
  /** Every trading day wanted, oldest first. */
  readonly sessions: readonly Session[];
  /** The exchange's. */
  readonly zone: TimeZone;
}

type TimedBars = BarTimes & Pick<BarColumns, 'filled'>;

/** Compares trading days with bars; those that only repeat the one before do not count. */
export function dataCoverage(bars: TimedBars, { sessions, zone }: Wanted): DataCoverage {
  const covered = daysWithBars(bars, zone);
  const gaps: { start: number; end: number; missing: number }[] = [];
  let isOpen = false;
  let missingDays = 0;
  for (const { day } of sessions) {
    const isMissing = !covered.has(day);
    const last = gaps.at(-1);
    if (isMissing && isOpen && last !== undefined) {
      last.end = day;
      last.missing++;
    } else if (isMissing) gaps.push({ start: day, end: day, missing: 1 });
    if (isMissing) missingDays++;
    isOpen = isMissing;
  }
  return {
    tradingDays: sessions.length,
    missingDays,
    gaps: gaps.slice(0, GAPS_NAMED).map(({ start, end, missing }) => {
      return { start: formatDay(start), end: formatDay(end), missing };
    }),
  };
}

/** Days of the exchange that a bar begins or ends on: a day's bar of a pair may lie on two. */
function daysWithBars(bars: TimedBars, zone: TimeZone): Set<number> {
  const { end, filled } = bars;
  const days = new Set<number>();
  // Most bars end on a day that is known already, which takes one comparison.
  let known = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < filled.length; index++) {
    const to = end[index] as number;
    if (filled[index] === 1 || to <= known) continue;
    const last = dayOf(zone.toLocal(to - 1));
    for (let day = dayOf(zone.toLocal(startOf(bars, index))); day <= last; day++) days.add(day);
    known = zone.toUtc((last + 1) * MS_PER_DAY);
  }
  return days;
}
