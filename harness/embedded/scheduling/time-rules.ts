import { dayOf, MS_PER_DAY } from '../data/calendar-day.ts';
import { timeZone } from '../data/time-zone.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import type { RuleContext } from './date-rules.ts';
import type { MarketCalendar } from './market-calendar.ts';

const MINUTE = 60_000;

/** At which moments of days something happens. */
export interface TimeRule {
  readonly name: string;
  /** UTC milliseconds. */
  times(days: Iterable<number>): Iterable<number>;
}

/** What time rules need to know of the algorithm. */
export interface TimeRuleContext extends RuleContext {
  now(): number;
  /** The clock that days and times of day are read from. */
  zone(): string;
}

type Ticker = SecuritySymbol | string;

/** LEAN's time rules. */
export class TimeRules {
  readonly #context: TimeRuleContext;

  constructor(context: TimeRuleContext) {
    this.#context = context;
  }

  get now(): TimeRule {
    const { now } = this.#context;
    return {
      name: 'Now',
      *times(days) {
        for (const _ of days) yield now();
      },
    };
  }

  get midnight(): TimeRule {
    return this.#at('Midnight', 0);
  }

  get noon(): TimeRule {
    return this.#at('Noon', MS_PER_DAY / 2);
  }

  /** A time of day by the algorithm's clock, or by that of an IANA zone. */
  at(hour: number, minute: number, second?: number, zone?: string): TimeRule;
  at(hour: number, minute: number, zone: string): TimeRule;
  at(hour: number, minute: number, second: number | string = 0, zone?: string): TimeRule {
    const seconds = typeof second === 'string' ? 0 : second;
    const other = typeof second === 'string' ? second : zone;
    const time = ((hour * 60 + minute) * 60 + seconds) * 1000;
    if (!(time >= 0 && time < MS_PER_DAY)) {
      throw new RangeError(`Cannot schedule: wanted a time of day, found ${hour}:${minute}`);
    }
    return this.#at(`${hour}:${minute}`, time, other);
  }

  /** Again and again from midnight on. @throws RangeError where the interval is not above 0 */
  every(interval: Temporal.Duration): TimeRule {
    const step = interval.total('milliseconds');
    if (!(step > 0)) throw new RangeError(`Cannot schedule: wanted a time above 0, found ${step}`);
    const zone = timeZone(this.#context.zone());
    return {
      name: `Every ${step / MINUTE} min`,
      *times(days) {
        for (const day of days) {
          for (let time = 0; time < MS_PER_DAY; time += step) {
            yield zone.toUtc(day * MS_PER_DAY + time);
          }
        }
      },
    };
  }

  afterMarketOpen(symbol: Ticker, minutes = 0): TimeRule {
    const opening = (calendar: MarketCalendar, day: number) =>
      (calendar.spans(day)[0]?.[0] ?? Number.NaN) + minutes * MINUTE;
    return this.#market(symbol, `${minutes} min after MarketOpen`, opening);
  }

  beforeMarketOpen(symbol: Ticker, minutes = 0): TimeRule {
    return this.afterMarketOpen(symbol, -minutes);
  }

  beforeMarketClose(symbol: Ticker, minutes = 0): TimeRule {
    const closing = (calendar: MarketCalendar, day: number) =>
      calendar.lastClose(day) - minutes * MINUTE;
    return this.#market(symbol, `${minutes} min before MarketClose`, closing);
  }

  afterMarketClose(symbol: Ticker, minutes = 0): TimeRule {
    return this.beforeMarketClose(symbol, -minutes);
  }

  #at(name: string, time: number, zoneId = this.#context.zone()): TimeRule {
    const zone = timeZone(zoneId);
    // LEAN adds half a day to midnight for noon, and looks other times up on the clock.
    const utcOf = (day: number) =>
      name === 'Noon' ? zone.toUtc(day * MS_PER_DAY) + time : zone.toUtc(day * MS_PER_DAY + time);
    return {
      name,
      *times(days) {
        for (const day of days) yield utcOf(day);
      },
    };
  }

  /** At a moment of trading days alone. */
  #market(
    symbol: Ticker,
    name: string,
    momentOf: (calendar: MarketCalendar, day: number) => number,
  ): TimeRule {
    const calendar = this.#context.calendar(symbol);
    const zone = timeZone(calendar.exchangeZone);
    return {
      name: `${typeof symbol === 'string' ? symbol : symbol.value}: ${name}`,
      *times(days) {
        for (const day of days) {
          const moment = momentOf(calendar, day);
          if (!Number.isNaN(moment)) yield zone.toUtc(moment);
        }
      },
    };
  }
}

/** The day of a moment by a zone's clock. */
export function dayIn(zone: string, utc: number): number {
  return dayOf(timeZone(zone).toLocal(utc));
}
