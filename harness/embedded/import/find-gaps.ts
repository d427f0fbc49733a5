import type { BarImportReport, Resolution } from '../../../runner/domain/bar-import.ts';
import type { Gap } from '../../../runner/domain/gap.ts';
import { dayOf, formatDay, MS_PER_DAY, weekdayOf } from '../data/calendar-day.ts';
import { type MarketHours, type Session, sessionsBetween } from '../data/market-hours.ts';
import { BAR_MS } from './find-resolution.ts';

const SHOWN = 20;

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
  /** Share of the hours of days with bars that bars lie in. */
  readonly filled: number;
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
    filled: filledShare(sessions, counts, resolution),
  };
}

function filledShare(
  sessions: readonly Session[],
  { bars, inside }: { bars: Uint32Array; inside: Uint32Array },
  resolution: Resolution,
): number {
  let expected = 0;
  for (const [index, { open, close }] of sessions.entries()) {
    if (bars[index] !== 0) expected += Math.max(1, (close - open) / BAR_MS[resolution]);
  }
  return expected === 0 ? 0 : inside.reduce((total, count) => total + count, 0) / expected;
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
    if (isSundayEvening(session)) continue;
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

/** Where a week begins on Sunday evening, many keep that evening's bars in Monday's or leave them out. */
function isSundayEvening({ day, open, close }: Session): boolean {
  return weekdayOf(day) === 0 && close - open < MS_PER_DAY / 2;
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
