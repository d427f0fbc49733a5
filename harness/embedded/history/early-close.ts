import { dayOf, MS_PER_DAY } from '../data/calendar-day.ts';
import type { SecurityData } from '../data/security-data.ts';
import { timeZone } from '../data/time-zone.ts';
import { spanAfter, type TradingHours } from '../data/trading-hours.ts';

/** Sessions that tell when a market usually closes. */
const SESSIONS_SEEN = 6;

/**
 * Where LEAN begins to count daily bars back from, where that is not simply so many bars ago: it
 * goes back by whole days while the market is open in them, and from the close of a day that ends
 * early, Friday's afternoon counts as one more. Null where the days are those of the bars.
 */
export function earlyCloseStart(
  { hours, exchangeZone, endsWithMarket }: SecurityData,
  end: number,
  count: number,
): number | null {
  if (!endsWithMarket) return null;
  const zone = timeZone(exchangeZone);
  const local = zone.toLocal(end);
  const span = spanAfter(hours, end) - 1;
  const close = hours.close[span];
  if (close === undefined || dayOf(zone.toLocal(close)) !== dayOf(local)) return null;
  // Later on the day the market is closed in every afternoon.
  if (local - dayOf(local) * MS_PER_DAY >= usualClose(hours, span, exchangeZone)) return null;
  let current = local;
  for (let counted = 0; counted < count; ) {
    current -= MS_PER_DAY;
    const next = spanAfter(hours, zone.toUtc(current));
    if ((hours.open[next] ?? Number.POSITIVE_INFINITY) < zone.toUtc(current + MS_PER_DAY))
      counted++;
    if (next === 0) break;
  }
  return zone.toUtc(current);
}

/** Time of day. */
function usualClose({ close }: TradingHours, span: number, exchangeZone: string): number {
  const zone = timeZone(exchangeZone);
  let latest = 0;
  for (let at = Math.max(0, span - SESSIONS_SEEN); at <= span; at++) {
    const local = zone.toLocal(close[at] as number);
    latest = Math.max(latest, local - dayOf(local) * MS_PER_DAY);
  }
  return latest;
}
