import { dayOf, MS_PER_DAY } from '../data/calendar-day.ts';
import { ALGORITHM_ZONE, timeZone } from '../data/time-zone.ts';
import type { Security } from './security.ts';

/** How long an order stays open. */
export type TimeInForce =
  | { readonly kind: 'goodTilCanceled' }
  | { readonly kind: 'day' }
  /** `day` counts from 1970-01-01. */
  | { readonly kind: 'goodTilDate'; readonly day: number };

export const GOOD_TIL_CANCELED: TimeInForce = { kind: 'goodTilCanceled' };

/** LEAN's names for how long an order stays open. */
export const TimeInForce = {
  goodTilCanceled: GOOD_TIL_CANCELED,
  day: { kind: 'day' },
  /** Until the exchange closes on that day. */
  goodTilDate: (year: number, month: number, day: number): TimeInForce => ({
    kind: 'goodTilDate',
    day: Date.UTC(year, month - 1, day) / MS_PER_DAY,
  }),
} as const satisfies Record<
  string,
  TimeInForce | ((...date: [number, number, number]) => TimeInForce)
>;

/** Orders in currencies end at five in the afternoon in New York. */
const FOREX_CUT_OFF = 17 * 3_600_000;

interface Order {
  readonly security: Security;
  readonly time: number;
  readonly timeInForce: TimeInForce;
}

function isDay(time: TimeInForce): time is { readonly kind: 'day' } {
  return time.kind === 'day';
}

/** Whether an order has outlived what it was sent for. */
export function isExpired({ security, time, timeInForce }: Order, now: number): boolean {
  if (timeInForce.kind === 'goodTilCanceled') return false;
  const { hours, symbol } = security;
  const lastDay = (zone: (utc: number) => number) =>
    timeInForce.kind === 'day' ? dayOf(zone(time)) : timeInForce.day;
  switch (symbol.securityType) {
    case 'forex':
    case 'cfd': {
      const { toLocal } = timeZone(ALGORITHM_ZONE);
      const day = lastDay(toLocal);
      const sent = toLocal(time);
      const isLate = dayOf(sent) === day && sent - day * MS_PER_DAY > FOREX_CUT_OFF;
      return toLocal(now) >= (isLate ? day + 1 : day) * MS_PER_DAY + FOREX_CUT_OFF;
    }
    case 'crypto':
      return dayOf(hours.toLocal(now)) > lastDay(hours.toLocal);
    case 'equity':
      return (
        now >=
        hours.lastClose(isDay(timeInForce) ? time : hours.toUtc(timeInForce.day * MS_PER_DAY))
      );
  }
}
