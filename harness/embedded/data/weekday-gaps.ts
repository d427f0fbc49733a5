import type { ListedData } from '../../../runner/domain/data-listing.ts';
import { MS_PER_DAY } from './calendar-day.ts';

type Gaps = Pick<ListedData, 'missing_weekdays' | 'longest_gap'>;

/**
 * Weekdays without data between the first and the last day with some. Holidays count: which there
 * are depends on the market, and a job's own look at its data knows them.
 * @param days `YYYYMMDD`, ascending
 */
export function weekdayGaps(days: readonly string[]): Gaps {
  let missing = 0;
  let longest: Gaps['longest_gap'] = null;
  for (let index = 1; index < days.length; index++) {
    const [from, to] = [timeOf(days[index - 1] ?? ''), timeOf(days[index] ?? '')];
    const between: number[] = [];
    for (let at = from + MS_PER_DAY; at < to; at += MS_PER_DAY) if (isWeekday(at)) between.push(at);
    missing += between.length;
    const [start, end] = [between[0], between.at(-1)];
    if (start === undefined || end === undefined) continue;
    if (between.length <= (longest?.days ?? 0)) continue;
    longest = { start: dayText(start), end: dayText(end), days: between.length };
  }
  return { missing_weekdays: missing, longest_gap: longest };
}

/** `20200131` → `2020-01-31` */
export function dashed(day: string): string {
  return `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
}

function timeOf(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8)));
}

function isWeekday(at: number): boolean {
  const day = new Date(at).getUTCDay();
  return day !== 0 && day !== 6;
}

function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
