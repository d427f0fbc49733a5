import { endsWithMarket, PERIODS, type Resolution } from '../data/bar-grid.ts';
import { timeZone } from '../data/time-zone.ts';
import type { Security } from '../engine/security.ts';
import { marketCalendar } from '../scheduling/market-calendar.ts';
import { BarConsolidator } from './bar-consolidator.ts';
import { type BarSchedule, everyPeriod } from './bar-schedule.ts';
import { type Consolidator, IdentityConsolidator } from './consolidator.ts';
import { SessionConsolidator } from './session-consolidator.ts';

/** A resolution, a length of time, a number of bars, or bars by the calendar. */
export type ConsolidatorPeriod = Resolution | Temporal.Duration | number | BarSchedule;

/**
 * The consolidator that LEAN makes of a security's bars.
 * @throws RangeError where its bars are longer than that
 */
export function createConsolidator(
  security: Security,
  period: ConsolidatorPeriod,
  wantsQuotes: boolean,
): Consolidator {
  if (typeof period === 'function') {
    return new BarConsolidator({ count: null, schedule: period }, wantsQuotes);
  }
  if (typeof period === 'number') {
    return new BarConsolidator({ count: period, schedule: null }, wantsQuotes);
  }
  const length = typeof period === 'string' ? PERIODS[period] : period.total('milliseconds');
  if (!(length >= security.period)) {
    const { value } = security.symbol;
    throw new RangeError(
      `Cannot consolidate ${value}: wanted no less than its bars of ${security.period / 60_000} minutes, found ${length / 60_000}`,
    );
  }
  if (length === security.period) return new IdentityConsolidator(wantsQuotes);
  if (period === 'daily') return daily(security, wantsQuotes);
  return new BarConsolidator({ count: null, schedule: everyPeriod(length) }, wantsQuotes);
}

function daily({ data, symbol }: Security, wantsQuotes: boolean): Consolidator {
  const calendar = marketCalendar(data.setup);
  const security = { symbol, zone: timeZone(data.exchangeZone), calendar };
  const strict = endsWithMarket(data.setup, data.hours);
  return new SessionConsolidator(security, { endsWithMarket: strict, wantsQuotes });
}

/** Whether a security's price is set by quotes, since it has no trades. */
export function hasQuotesAlone({ symbol }: Pick<Security, 'symbol'>): boolean {
  return symbol.securityType === 'forex' || symbol.securityType === 'cfd';
}
