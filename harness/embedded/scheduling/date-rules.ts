import { MS_PER_DAY, parseDay, weekdayOf } from '../data/calendar-day.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import type { MarketCalendar } from './market-calendar.ts';
import { everyMonths, everyWeek, type PeriodEdge } from './period-days.ts';

/** On which days something happens. */
export interface DateRule {
  readonly name: string;
  /** Days from the first to the last, both included and counted from 1970-01-01, ascending. */
  days(first: number, last: number): Iterable<number>;
}

/** 0 is Sunday, as LEAN's `DayOfWeek`. */
export const DayOfWeek = {
  Sunday: 0,
  Monday: 1,
  Tuesday: 2,
  Wednesday: 3,
  Thursday: 4,
  Friday: 5,
  Saturday: 6,
} as const;

export type DayOfWeek = (typeof DayOfWeek)[keyof typeof DayOfWeek];

type Ticker = SecuritySymbol | string;

/** What rules need to know of the algorithm. */
export interface RuleContext {
  /** The market of a symbol. @throws Error where the algorithm never added it */
  calendar(symbol: Ticker): MarketCalendar;
  /** The day by the algorithm's clock. */
  today(): number;
}

/** LEAN's date rules. Those without a symbol go by the calendar alone. */
export class DateRules {
  readonly #context: RuleContext;

  constructor(context: RuleContext) {
    this.#context = context;
  }

  get today(): DateRule {
    return { name: 'TodayOnly', days: () => [this.#context.today()] };
  }

  get tomorrow(): DateRule {
    return { name: 'TomorrowOnly', days: () => [this.#context.today() + 1] };
  }

  /** @throws RangeError where a text is no date such as `2013-10-07` */
  on(
    ...dates: readonly [number, number, number] | readonly (string | Temporal.PlainDate)[]
  ): DateRule {
    const wanted = daysOf(dates).sort((a, b) => a - b);
    return {
      name: dates.join(','),
      days: (first, last) => wanted.filter((day) => first <= day && day <= last),
    };
  }

  every(...weekdays: readonly DayOfWeek[]): DateRule {
    return named(weekdays.join(','), (day) => weekdays.includes(weekdayOf(day) as DayOfWeek));
  }

  /** Every day; every trading day of a symbol. */
  everyDay(symbol?: Ticker): DateRule {
    if (symbol === undefined) return named('EveryDay', () => true);
    const calendar = this.#context.calendar(symbol);
    return named(`${nameOf(symbol)}: EveryDay`, (day) => calendar.isTradingDay(day));
  }

  /** Mondays; the first trading day of a symbol's weeks. @param offset trading days after that */
  weekStart(...where: Where): DateRule {
    return this.#periods('WeekStart', where, { step: everyWeek, isStart: true });
  }

  /** Fridays; the last trading day of a symbol's weeks. @param offset trading days before that */
  weekEnd(...where: Where): DateRule {
    return this.#periods('WeekEnd', where, { step: everyWeek, isStart: false });
  }

  monthStart(...where: Where): DateRule {
    return this.#periods('MonthStart', where, { step: everyMonths(1), isStart: true });
  }

  monthEnd(...where: Where): DateRule {
    return this.#periods('MonthEnd', where, { step: everyMonths(1), isStart: false });
  }

  quarterStart(...where: Where): DateRule {
    return this.#periods('QuarterStart', where, { step: everyMonths(3), isStart: true });
  }

  quarterEnd(...where: Where): DateRule {
    return this.#periods('QuarterEnd', where, { step: everyMonths(3), isStart: false });
  }

  yearStart(...where: Where): DateRule {
    return this.#periods('YearStart', where, { step: everyMonths(12), isStart: true });
  }

  yearEnd(...where: Where): DateRule {
    return this.#periods('YearEnd', where, { step: everyMonths(12), isStart: false });
  }

  #periods(name: string, where: Where, edge: PeriodEdge): DateRule {
    const symbol = typeof where[0] === 'number' ? undefined : where[0];
    const offset = (typeof where[0] === 'number' ? where[0] : where[1]) ?? 0;
    if (!(Number.isInteger(offset) && offset >= 0)) {
      throw new RangeError(`Cannot schedule ${name}: wanted an offset from 0, found ${offset}`);
    }
    const calendar = symbol === undefined ? null : this.#context.calendar(symbol);
    return {
      name: symbol === undefined ? name : `${nameOf(symbol)}: ${name}`,
      days: (first, last) => edge.step({ first, last, calendar, offset, isStart: edge.isStart }),
    };
  }
}

type Where = [offset?: number] | [symbol: Ticker | undefined, offset?: number];

function named(name: string, isWanted: (day: number) => boolean): DateRule {
  return {
    name,
    *days(first, last) {
      for (let day = first; day <= last; day++) if (isWanted(day)) yield day;
    },
  };
}

function nameOf(symbol: Ticker): string {
  return typeof symbol === 'string' ? symbol : symbol.value;
}

function daysOf(dates: readonly (number | string | Temporal.PlainDate)[]): number[] {
  const [year, month, day] = dates;
  if (typeof year === 'number')
    return [Date.UTC(year, Number(month) - 1, Number(day)) / MS_PER_DAY];
  return dates.map((date) => {
    const parsed = parseDay(String(date));
    if (!Number.isNaN(parsed)) return parsed;
    throw new RangeError(`Cannot schedule: wanted a date such as 2013-10-07, found "${date}"`);
  });
}
