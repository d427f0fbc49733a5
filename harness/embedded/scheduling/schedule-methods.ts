import { parseDay } from '../data/calendar-day.ts';
import { ALGORITHM_ZONE } from '../data/time-zone.ts';
import { takeContext } from '../engine/algorithm-context.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import { HistoryMethods } from '../history/history-methods.ts';
import { type DateRule, DateRules } from './date-rules.ts';
import { marketCalendar } from './market-calendar.ts';
import type { ScheduledEvent } from './scheduled-events.ts';
import { dayIn, type TimeRule, type TimeRuleContext, TimeRules } from './time-rules.ts';

type Callback = (name: string, utc: number) => void;

/** LEAN's `Schedule`. */
export interface ScheduleManager {
  /** Calls back on the days of a date rule, at the times of a time rule. */
  on(dateRule: DateRule, timeRule: TimeRule, callback: Callback): ScheduledEvent;
  on(name: string, dateRule: DateRule, timeRule: TimeRule, callback: Callback): ScheduledEvent;
  remove(event: ScheduledEvent): void;
}

/** What an algorithm says of times: LEAN's `Schedule`, `DateRules` and `TimeRules`. */
export abstract class ScheduleMethods extends HistoryMethods {
  readonly #context: BacktestContext;
  #dateRules: DateRules | null = null;
  #timeRules: TimeRules | null = null;
  #schedule: ScheduleManager | null = null;

  constructor() {
    super();
    this.#context = takeContext();
  }

  get dateRules(): DateRules {
    this.#dateRules ??= new DateRules(rulesOf(this.#context));
    return this.#dateRules;
  }

  get timeRules(): TimeRules {
    this.#timeRules ??= new TimeRules(rulesOf(this.#context));
    return this.#timeRules;
  }

  get schedule(): ScheduleManager {
    this.#schedule ??= scheduleOf(this.#context);
    return this.#schedule;
  }
}

function rulesOf({ portfolio, clock }: BacktestContext): TimeRuleContext {
  return {
    calendar: (symbol) => marketCalendar(portfolio.security(symbol).data.setup),
    today: () => dayIn(ALGORITHM_ZONE, clock.utc),
    now: () => clock.utc,
    zone: () => ALGORITHM_ZONE,
  };
}

/** What every schedule inherits. */
export const SCHEDULE: object = {};

function scheduleOf({ reactions, clock, data }: BacktestContext): ScheduleManager {
  const last = parseDay(data.setup.dates.end) + 1;
  const add = (name: string, dates: DateRule, times: TimeRule, callback: Callback) => {
    const days = function* () {
      // LEAN begins a day early by the clock of UTC, and leaves out what has passed.
      yield* dates.days(dayIn('UTC', clock.utc) - 1, last);
    };
    return reactions.events.add(name, times.times(days()), callback);
  };
  return Object.setPrototypeOf(
    {
      on(...all: readonly unknown[]) {
        const [name, dates, times, callback] = (
          typeof all[0] === 'string' ? all : [null, ...all]
        ) as [string | null, DateRule, TimeRule, Callback];
        return add(name ?? `${dates.name}: ${times.name}`, dates, times, callback);
      },
      remove: (event: ScheduledEvent) => reactions.events.remove(event),
    },
    SCHEDULE,
  ) as ScheduleManager;
}
