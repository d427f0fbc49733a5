import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { dayOf, MS_PER_DAY } from '../data/calendar-day.ts';
import { type MarketHours, type Span, spansOn } from '../data/market-hours.ts';
import { readDatabases } from '../data/require-data.ts';

/** Days without trading that are looked over in search of a day with it. */
const LONGEST_BREAK = 30;

/** When an exchange is open, by its own clock: local ms, days counted from 1970-01-01. */
export interface MarketCalendar {
  readonly exchangeZone: string;
  isTradingDay(day: number): boolean;
  /** Regular hours of a day; none where it is closed. */
  spans(day: number): readonly Span[];
  isOpen(local: number): boolean;
  /** The first opening of the last trading day that has begun at a moment. */
  lastFirstOpen(local: number): number;
  /** The last closing of a day; NaN where it is closed. */
  lastClose(day: number): number;
}

const known = new Map<string, MarketCalendar>();

/** @throws InputError where the data folder does not know the market */
export function marketCalendar(setup: BacktestSetup): MarketCalendar {
  const { dataFolder, securityType, market, symbol } = setup;
  const key = [dataFolder, securityType, market, symbol].join('\n');
  let calendar = known.get(key);
  if (calendar === undefined) {
    calendar = calendarOf(readDatabases(setup).hours);
    known.set(key, calendar);
  }
  return calendar;
}

export function calendarOf(hours: MarketHours): MarketCalendar {
  const days = new Map<number, readonly Span[]>();
  const spans = (day: number): readonly Span[] => {
    const kept = days.get(day);
    if (kept !== undefined) return kept;
    const found = spansOn(hours, day);
    days.set(day, found);
    return found;
  };
  return {
    exchangeZone: hours.exchangeZone,
    spans,
    isTradingDay: (day) => spans(day).length > 0,
    isOpen: (local) => spans(dayOf(local)).some(([open, close]) => open <= local && local < close),
    lastFirstOpen(local) {
      for (let day = dayOf(local), first = day - LONGEST_BREAK; day >= first; day--) {
        const open = spans(day)[0]?.[0];
        if (open !== undefined && open <= local) return open;
      }
      return dayOf(local) * MS_PER_DAY;
    },
    lastClose: (day) => spans(day).at(-1)?.[1] ?? Number.NaN,
  };
}
