import { dayOf, MS_PER_DAY, weekdayOf } from '../data/calendar-day.ts';
import type { MarketCalendar } from '../scheduling/market-calendar.ts';

/** Where a consolidated bar lies, by the exchange's clock, in ms. */
export interface BarSpan {
  readonly start: number;
  readonly period: number;
}

/** The bar that a moment belongs to, by the exchange's clock. */
export type BarSchedule = (local: number) => BarSpan;

/** LEAN counts lengths of time from the year 1, which matters for those that no day is a multiple of. */
const FROM_YEAR_1 = 719_162 * MS_PER_DAY;

/** Bars of a fixed length; those of more than a day begin with their data. */
export function everyPeriod(period: number): BarSchedule {
  if (period > MS_PER_DAY) return (local) => ({ start: local, period });
  return (local) => {
    const start = Math.floor((local + FROM_YEAR_1) / period) * period - FROM_YEAR_1;
    return { start, period };
  };
}

/** Days from the first opening to the last closing. */
export function everySession(calendar: MarketCalendar): BarSchedule {
  return (local) => {
    const start = calendar.lastFirstOpen(local);
    return { start, period: calendar.lastClose(dayOf(start)) - start };
  };
}

function everyMonths(months: number): BarSchedule {
  return (local) => {
    const date = new Date(local);
    const month = Math.floor(date.getUTCMonth() / months) * months;
    const start = Date.UTC(date.getUTCFullYear(), month, 1);
    return { start, period: Date.UTC(date.getUTCFullYear(), month + months, 1) - start };
  };
}

/** Bars by the calendar, under LEAN's names. Weeks begin on Monday. */
export const Calendar = {
  Weekly: (local: number) => {
    const day = dayOf(local);
    const sinceMonday = (weekdayOf(day) + 6) % 7;
    return { start: (day - sinceMonday) * MS_PER_DAY, period: 7 * MS_PER_DAY };
  },
  Monthly: everyMonths(1),
  Quarterly: everyMonths(3),
  Yearly: everyMonths(12),
} as const satisfies Record<string, BarSchedule>;
