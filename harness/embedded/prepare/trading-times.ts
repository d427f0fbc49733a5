import { dayOf, MS_PER_DAY, weekdayOf } from '../data/calendar-day.ts';
import type { TimeZone } from '../data/time-zone.ts';
import { timeZone } from '../data/time-zone.ts';

/** When bars of a symbol count: weekdays of a zone, and the hours of its clock. */
export interface TradingTimes {
  readonly zone: string;
  /** Minutes after midnight; bars that start at `to` or later do not count. */
  readonly from: number;
  readonly to: number;
}

const KNOWN: Readonly<Record<string, TradingTimes>> = {
  GER40: { zone: 'Europe/Berlin', from: 7 * 60, to: 23 * 60 },
};

/** Around the clock on weekdays of UTC, which fits gold and currencies. */
const WEEKDAYS: TradingTimes = { zone: 'UTC', from: 0, to: 24 * 60 };

export function tradingTimes(symbol: string): TradingTimes {
  return KNOWN[symbol] ?? WEEKDAYS;
}

/** Tells whether a bar that starts at a moment of UTC counts. */
export function isTradingTime({ zone, from, to }: TradingTimes): (utc: number) => boolean {
  const clock: TimeZone = timeZone(zone);
  return (utc) => {
    const local = clock.toLocal(utc);
    const weekday = weekdayOf(dayOf(local));
    if (weekday === 0 || weekday === 6) return false;
    const minute = (local - dayOf(local) * MS_PER_DAY) / 60_000;
    return minute >= from && minute < to;
  };
}
