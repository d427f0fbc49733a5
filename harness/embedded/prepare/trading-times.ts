import { InputError } from '../../../runner/domain/errors.ts';
import { dayOf, MS_PER_DAY, weekdayOf } from '../data/calendar-day.ts';
import type { MarketHours } from '../data/market-hours.ts';
import { timeZone } from '../data/time-zone.ts';
import { zoneNamed } from '../import/place-times.ts';

const MINUTE = 60_000;

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

/**
 * Hours that a user gave: `HH:MM-HH:MM`, or null for `all`.
 * @throws InputError where they are neither
 */
export function readTradingTimes(
  symbol: string,
  { hours, hoursTimezone }: { hours?: string | undefined; hoursTimezone?: string | undefined },
): TradingTimes | null {
  const own = tradingTimes(symbol);
  const zone = hoursTimezone === undefined ? own.zone : checkedZone(hoursTimezone);
  if (hours === 'all') return null;
  if (hours === undefined) return { ...own, zone };
  const match = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(hours);
  const [from = 0, to = 0] = match === null ? [] : [clock(match, 1), clock(match, 3)];
  if (match !== null && from < to && to <= 24 * 60) return { zone, from, to };
  throw new InputError('Cannot prepare bars', [
    { path: '--hours', wanted: 'hours such as 07:00-23:00, or all', found: `"${hours}"` },
  ]);
}

function clock(match: RegExpExecArray, at: number): number {
  return Number(match[at]) * 60 + Number(match[at + 1]);
}

function checkedZone(id: string): string {
  try {
    return zoneNamed(id).id;
  } catch (error) {
    const problem = { path: '--hours-timezone', wanted: 'a zone such as Europe/Berlin', found: id };
    throw new InputError('Cannot prepare bars', [problem], { cause: error });
  }
}

/** `07:00-23:00 Europe/Berlin, weekdays` */
export function tradingTimesText(times: TradingTimes | null): string {
  if (times === null) return 'all';
  return `${clockText(times.from)}-${clockText(times.to)} ${times.zone}, weekdays`;
}

function clockText(minutes: number): string {
  const parts = [Math.floor(minutes / 60), minutes % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** Tells whether a bar that starts at a moment of UTC counts. */
export function isTradingTime({ zone, from, to }: TradingTimes): (utc: number) => boolean {
  const zoned = timeZone(zone);
  return (utc) => {
    const local = zoned.toLocal(utc);
    const day = dayOf(local);
    if (weekdayOf(day) === 0 || weekdayOf(day) === 6) return false;
    const minute = (local - day * MS_PER_DAY) / MINUTE;
    return minute >= from && minute < to;
  };
}

/** The same as hours of a market without holidays, in which gaps are looked for. */
export function asMarketHours({ zone, from, to }: TradingTimes): MarketHours {
  const open = [[from * MINUTE, to * MINUTE]] as const;
  return {
    exchangeZone: zone,
    dataZone: zone,
    week: Array.from({ length: 7 }, (_, weekday) => (weekday === 0 || weekday === 6 ? [] : open)),
    holidays: new Set(),
    earlyCloses: new Map(),
    lateOpens: new Map(),
  };
}
