import { barGrid, type Resolution } from './bar-grid.ts';
import { dayOf, MS_PER_DAY } from './calendar-day.ts';
import { midPrices, type Prices } from './load-bars.ts';
import { type MarketHours, sessionsBetween } from './market-hours.ts';
import { timeZone } from './time-zone.ts';
import { type TradingHours, tradingHours } from './trading-hours.ts';

interface At {
  readonly hours: MarketHours;
  readonly trading: TradingHours;
  /** UTC ms. */
  readonly start: number;
  readonly isStrict: boolean;
}

/** How far LEAN looks back for a currency's rate, about, and at which bars it looks in the end. */
const DAYS_BACK = { minute: 4, hour: 10, daily: 90 } as const;

/** The middle of the last bar that ended before the start, of days where there is none of its own kind; or 0. */
export function lastPriceBefore(prices: Prices, at: At): number {
  const { resolution } = prices.bars;
  const found = lookBack(prices, at, resolution);
  return found > 0 || resolution === 'daily' ? found : lookBack(prices, at, 'daily');
}

function lookBack(prices: Prices, { hours, start, isStrict }: At, resolution: Resolution): number {
  const lastDay = dayOf(timeZone(hours.dataZone).toLocal(start)) + 1;
  const firstDay = lastDay - DAYS_BACK[resolution];
  const source = { hours, trading: tradingHours(hours, firstDay - 1, lastDay + 1), resolution };
  const sessions = sessionsBetween(hours, firstDay, lastDay);
  const grid = barGrid({
    ...source,
    sessions,
    isStrict,
    from: start - DAYS_BACK[resolution] * MS_PER_DAY,
    to: start,
  });
  const bars = { ...prices.bars, resolution, firstDay, lastDay };
  let last = 0;
  for (const { start: starts, values } of midPrices({ ...prices, bars })) {
    for (const [index, local] of starts.entries()) {
      const end = grid.place(local)?.[1];
      if (end !== undefined && end <= start) last = values[3]?.[index] ?? last;
    }
  }
  return last;
}
