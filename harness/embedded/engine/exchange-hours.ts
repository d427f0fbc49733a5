import { dayOf } from '../data/calendar-day.ts';
import { type TimeZone, timeZone } from '../data/time-zone.ts';
import { spanAfter, type TradingHours } from '../data/trading-hours.ts';

/** Answers when a security's exchange is open. Moments are UTC milliseconds. */
export class ExchangeHours {
  readonly isAlwaysOpen: boolean;
  readonly #hours: TradingHours;
  readonly #zone: TimeZone;

  constructor(hours: TradingHours, exchangeZone: string) {
    this.isAlwaysOpen = hours.isAlwaysOpen;
    this.#hours = hours;
    this.#zone = timeZone(exchangeZone);
  }

  /** Open from the opening moment on, closed from the closing one on. */
  isOpen(utc: number): boolean {
    if (this.isAlwaysOpen) return true;
    return (this.#hours.open[spanAfter(this.#hours, utc)] ?? Number.POSITIVE_INFINITY) <= utc;
  }

  /** The first closing moment after `utc`. */
  nextClose(utc: number): number {
    return this.#hours.close[spanAfter(this.#hours, utc)] ?? Number.POSITIVE_INFINITY;
  }

  /** Whether two moments are of one day on the exchange's calendar. */
  isSameDay(utc: number, other: number): boolean {
    return dayOf(this.#zone.toLocal(utc)) === dayOf(this.#zone.toLocal(other));
  }
}
