import { dayOf, MS_PER_DAY } from '../data/calendar-day.ts';
import type { MarketCalendar } from '../scheduling/market-calendar.ts';
import { BarConsolidator } from './bar-consolidator.ts';
import { everyPeriod, everySession } from './bar-schedule.ts';
import type { ConsolidatedSecurity } from './consolidator.ts';
import type { ConsolidatorInput } from './consolidator-input.ts';

const HOUR = 3_600_000;

/** Makes days of regular trading: from opening to closing where the exchange closes, else whole days. */
export class SessionConsolidator extends BarConsolidator {
  readonly #calendar: MarketCalendar;

  constructor(
    { calendar }: Pick<ConsolidatedSecurity, 'calendar'>,
    { endsWithMarket, wantsQuotes }: { endsWithMarket: boolean; wantsQuotes: boolean },
  ) {
    const schedule = endsWithMarket ? everySession(calendar) : everyPeriod(MS_PER_DAY);
    super({ count: null, schedule }, wantsQuotes);
    this.#calendar = calendar;
  }

  override take(bar: ConsolidatorInput): void {
    const isHour = bar.endTime - bar.time >= HOUR;
    if (this.#calendar.isOpen(bar.time) || (isHour && opensIn(this.#calendar, bar)))
      super.take(bar);
  }
}

function opensIn(calendar: MarketCalendar, { time, endTime }: ConsolidatorInput): boolean {
  return calendar.spans(dayOf(time)).some(([open, close]) => open < endTime && close > time);
}
