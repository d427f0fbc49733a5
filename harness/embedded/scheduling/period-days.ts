import { MS_PER_DAY, weekdayOf } from '../data/calendar-day.ts';
import type { MarketCalendar } from './market-calendar.ts';

/** The days at an edge of periods; days are counted from 1970-01-01. */
interface Periods {
  readonly first: number;
  readonly last: number;
  /** Null where every day counts. */
  readonly calendar: MarketCalendar | null;
  /** Days further into the period. */
  readonly offset: number;
  /** The beginnings, else the ends. */
  readonly isStart: boolean;
}

export interface PeriodEdge {
  readonly isStart: boolean;
  step(periods: Periods): Iterable<number>;
}

const MONDAY = 1;
const FRIDAY = 5;

/** An edge of each week, which begins on Monday, or on the first day of the week that has trading. */
export function* everyWeek(periods: Periods): Iterable<number> {
  const { first, last, calendar, isStart } = periods;
  const weekdays = tradingWeekdays(calendar, first);
  const [from, to] = [weekdays[0] ?? MONDAY, weekdays.at(-1) ?? FRIDAY];
  const base = isStart ? from : to;
  // Without a market weeks end on Sunday, or begin on Saturday where their ends are looked for.
  const length = calendar === null ? 6 : to - from;
  for (let day = first - 7; day <= last + 7; day++) {
    if (weekdayOf(day) !== base) continue;
    yield* inside(periods, edgeDay(periods, day, isStart ? day + length : day - length));
  }
}

/** Weekdays with trading, Sunday first; none where there is no market. */
function tradingWeekdays(calendar: MarketCalendar | null, around: number): number[] {
  if (calendar === null) return [];
  const days = Array.from({ length: 7 * 8 }, (_, index) => around + index);
  return [...new Set(days.filter((day) => calendar.isTradingDay(day)).map(weekdayOf))].sort();
}

/** An edge of each period of so many months, counted from January. */
export function everyMonths(count: number): PeriodEdge['step'] {
  return function* (periods) {
    const { first, last, isStart } = periods;
    const start = new Date(first * MS_PER_DAY);
    let month = Math.floor(start.getUTCMonth() / count) * count;
    for (; ; month += count) {
      const begin = Date.UTC(start.getUTCFullYear(), month, 1) / MS_PER_DAY;
      const end = Date.UTC(start.getUTCFullYear(), month + count, 1) / MS_PER_DAY - 1;
      if (begin > last) return;
      yield* inside(periods, isStart ? edgeDay(periods, begin, end) : edgeDay(periods, end, begin));
    }
  };
}

function* inside({ first, last }: Periods, day: number): Iterable<number> {
  if (first <= day && day <= last) yield day;
}

/** The day that is `offset` trading days from an edge, at most the last one before the boundary. */
function edgeDay({ calendar, offset, isStart }: Periods, base: number, boundary: number): number {
  const step = isStart ? 1 : -1;
  if (calendar === null) {
    const day = base + step * offset;
    return (boundary - day) * step < 0 ? boundary : day;
  }
  let day = tradingDay(calendar, base, step);
  for (let count = 0; count < offset; count++) day = tradingDay(calendar, day + step, step);
  return (boundary - day) * step < 0 ? tradingDay(calendar, boundary, -step) : day;
}

const LONGEST_BREAK = 60;

/** The first trading day from a day on, in a direction. */
function tradingDay(calendar: MarketCalendar, from: number, step: number): number {
  for (let day = from, tries = 0; tries < LONGEST_BREAK; day += step, tries++) {
    if (calendar.isTradingDay(day)) return day;
  }
  return from;
}
