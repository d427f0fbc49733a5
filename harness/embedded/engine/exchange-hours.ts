import { dayOf, MS_PER_DAY } from '../data/calendar-day.ts';
import { type TimeZone, timeZone } from '../data/time-zone.ts';
import { spanAfter, type TradingHours } from '../data/trading-hours.ts';

/** Answers when a security's exchange is open. Moments are UTC milliseconds. */
export class ExchangeHours {
  readonly isAlwaysOpen: boolean;
  readonly #hours: TradingHours;
  readonly #zone: TimeZone;
  /** What was found last: nearly always it is asked for again, since orders come several a day. */
  #span = 0;

  constructor(hours: TradingHours, exchangeZone: string) {
    this.isAlwaysOpen = hours.isAlwaysOpen;
    this.#hours = hours;
    this.#zone = timeZone(exchangeZone);
  }

  /** Open from the opening moment on, closed from the closing one on. */
  isOpen(utc: number): boolean {
    if (this.isAlwaysOpen) return true;
    return (this.#hours.open[this.#spanAfter(utc)] ?? Number.POSITIVE_INFINITY) <= utc;
  }

  /** The first closing moment after `utc`. */
  nextClose(utc: number): number {
    return this.#hours.close[this.#spanAfter(utc)] ?? Number.POSITIVE_INFINITY;
  }

  /** The last closing moment of the day on which the exchange closes next after `utc`. */
  lastClose(utc: number): number {
    let close = this.nextClose(utc);
    const day = dayOf(this.toLocal(close) - 1);
    const midnight = this.#zone.toUtc((day + 1) * MS_PER_DAY);
    for (let next = this.nextClose(close); next <= midnight; next = this.nextClose(close)) {
      close = next;
    }
    return close;
  }

  /** Opening and closing moment of a day of the exchange's calendar; null where it stays closed. */
  sessionOn(day: number): readonly [open: number, close: number] | null {
    const midnight = this.#zone.toUtc(day * MS_PER_DAY);
    const open = this.#hours.open[this.#spanAfter(midnight)];
    if (open === undefined || open >= this.#zone.toUtc((day + 1) * MS_PER_DAY)) return null;
    return [open, this.lastClose(midnight)];
  }

  /** Wall-clock milliseconds of the exchange. */
  readonly toLocal = (utc: number): number => this.#zone.toLocal(utc);

  readonly toUtc = (local: number): number => this.#zone.toUtc(local);

  /** Whether two moments are of one day on the exchange's calendar. */
  isSameDay(utc: number, other: number): boolean {
    return dayOf(this.#zone.toLocal(utc)) === dayOf(this.#zone.toLocal(other));
  }

  #spanAfter(utc: number): number {
    const { close } = this.#hours;
    const span = this.#span;
    const isAfter = span === 0 || (close[span - 1] as number) <= utc;
    if (isAfter && (close[span] ?? Number.POSITIVE_INFINITY) > utc) return span;
    this.#span = spanAfter(this.#hours, utc);
    return this.#span;
  }
}
