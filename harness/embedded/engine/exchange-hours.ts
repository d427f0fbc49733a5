import { dayOf, MS_PER_DAY } from '../data/calendar-day.ts';
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

  /** The last closing moment of a day of the exchange's calendar, or of the first day after it that has one. */
  lastCloseOn(day: number): number {
    const from = this.#zone.toUtc(day * MS_PER_DAY);
    const to = this.#zone.toUtc((day + 1) * MS_PER_DAY);
    let close = this.nextClose(from);
    for (let next = this.nextClose(close); next <= to; next = this.nextClose(close)) close = next;
    return close;
  }

  /** Wall-clock milliseconds of the exchange. */
  readonly toLocal = (utc: number): number => this.#zone.toLocal(utc);

  readonly toUtc = (local: number): number => this.#zone.toUtc(local);

  /** Whether two moments are of one day on the exchange's calendar. */
  isSameDay(utc: number, other: number): boolean {
    return dayOf(this.#zone.toLocal(utc)) === dayOf(this.#zone.toLocal(other));
  }
}
