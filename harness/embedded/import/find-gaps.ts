import type { BarImportReport, Gap, Resolution } from '../../../runner/domain/bar-import.ts';
import { dayOf, formatDay } from '../data/calendar-day.ts';
import { type MarketHours, type Session, sessionsBetween } from '../data/market-hours.ts';
import { BAR_MS } from './find-resolution.ts';

const SHOWN = 20;
/** A session shorter than this, such as a Sunday evening's, often has no bar of its own. */
const SHORTEST_DAY = 8 * BAR_MS.hour;

interface Source {
  /** Starts of bars in ms of the exchange's wall clock, ascending. */
  readonly times: Float64Array;
  readonly resolution: Resolution;
  readonly hours: MarketHours;
}

export interface FoundGaps {
  readonly gaps: BarImportReport['gaps'];
  /** Bars outside the market's days, or hours where bars are shorter than a day. */
  readonly outside: number;
  /** Start of the first of them; null where there is none. */
  readonly firstOutside: number | null;
}

/** Compares bars with the market's sessions from the first bar's day to the last one's. */
export function findGaps({ times, resolution, hours }: Source): FoundGaps {
  const [first, last] = [times[0], times.at(-1)];
  const sessions = sessionsBetween(hours, dayOf(first ?? 0), dayOf(last ?? 0));
  const counts = countBars(times, sessions, resolution);
  const days = missingDays(sessions, counts.bars);
  const minutes = resolution === 'minute' ? missingMinutes(sessions, counts.inside) : [];
  return {
    gaps: {
      missing_days: sum(days),
      days: days.slice(0, SHOWN),
      missing_minutes: sum(minutes),
      days_with_missing_minutes: minutes.length,
      minutes: minutes.toSorted((a, b) => b.missing - a.missing).slice(0, SHOWN / 4),
    },
    outside: counts.outside,
    firstOutside: counts.firstOutside,
  };
}

/** For each session how many bars its day has, and how many lie in its hours. */
function countBars(times: Float64Array, sessions: readonly Session[], resolution: Resolution) {
  const bars = new Uint32Array(sessions.length);
  const inside = new Uint32Array(sessions.length);
  const length = BAR_MS[resolution];
  let outside = 0;
  let firstOutside: number | null = null;
  let at = 0;
  for (const time of times) {
    const day = dayOf(time);
    while (at < sessions.length && (sessions[at] as Session).day < day) at++;
    const session = sessions[at];
    const onDay = session?.day === day;
    if (onDay) bars[at] = (bars[at] as number) + 1;
    if (onDay && (length === BAR_MS.daily || overlaps(time, length, session))) {
      inside[at] = (inside[at] as number) + 1;
    } else {
      outside++;
      firstOutside ??= time;
    }
  }
  return { bars, inside, outside, firstOutside };
}

function overlaps(time: number, length: number, { open, close }: Session): boolean {
  return time < close && time + length > open;
}

function missingDays(sessions: readonly Session[], bars: Uint32Array): Gap[] {
  const gaps: { start: string; end: string; missing: number }[] = [];
  let open: (typeof gaps)[number] | null = null;
  for (const [index, session] of sessions.entries()) {
    if (session.close - session.open < SHORTEST_DAY / 2) continue;
    if (bars[index] !== 0) {
      open = null;
      continue;
    }
    const day = formatDay(session.day);
    if (open === null) {
      open = { start: day, end: day, missing: 0 };
      gaps.push(open);
    }
    open.end = day;
    open.missing++;
  }
  return gaps;
}

/** Days that have bars, but not for every minute of their hours. */
function missingMinutes(sessions: readonly Session[], inside: Uint32Array): Gap[] {
  const gaps: Gap[] = [];
  for (const [index, session] of sessions.entries()) {
    const bars = inside[index] as number;
    const missing = (session.close - session.open) / BAR_MS.minute - bars;
    const day = formatDay(session.day);
    if (bars > 0 && missing > 0) gaps.push({ start: day, end: day, missing });
  }
  return gaps;
}

function sum(gaps: readonly Gap[]): number {
  return gaps.reduce((total, gap) => total + gap.missing, 0);
}
