import { BarConsolidator, type Fullness } from './bar-consolidator.ts';
import { type BarSchedule, everyPeriod } from './bar-schedule.ts';

/** A length of time, a number of bars, or bars by the calendar. */
type Period = Temporal.Duration | number | BarSchedule;

function fullness(period: Period): Fullness {
  if (typeof period === 'number') return { count: period, schedule: null };
  if (typeof period === 'function') return { count: null, schedule: period };
  return { count: null, schedule: everyPeriod(period.total('milliseconds')) };
}

/** Makes bars of trades of a length of time, or of a number of bars. */
export class TradeBarConsolidator extends BarConsolidator {
  constructor(period: Period) {
    super(fullness(period), false);
  }
}

/** Makes bars of quotes of a length of time, or of a number of bars. */
export class QuoteBarConsolidator extends BarConsolidator {
  constructor(period: Period) {
    super(fullness(period), true);
  }
}

/** LEAN's lengths of time. */
export const TimeSpan = {
  fromDays: (days: number) => Temporal.Duration.from({ hours: 24 * days }),
  fromHours: (hours: number) => Temporal.Duration.from({ hours }),
  fromMinutes: (minutes: number) => Temporal.Duration.from({ minutes }),
  fromSeconds: (seconds: number) => Temporal.Duration.from({ seconds }),
} as const;
