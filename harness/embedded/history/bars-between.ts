import type { Resolution } from '../data/bar-grid.ts';
import { MS_PER_DAY, parseDay } from '../data/calendar-day.ts';
import type { SecurityData } from '../data/security-data.ts';
import { ALGORITHM_ZONE, timeZone } from '../data/time-zone.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import { type QuoteBar, quoteBarAt, type TradeBar, tradeBarAt } from '../engine/trade-bar.ts';
import { earlyCloseStart } from './early-close.ts';
import { daysIn, daysOf, endsAfter, historyData } from './history-data.ts';

/** A security whose past is asked for. */
export interface HistorySecurity {
  readonly symbol: SecuritySymbol;
  readonly data: SecurityData;
}

/** Which bars are asked for: the last ones before a moment, or those of a time. */
export type HistoryRange =
  | { readonly count: number; readonly end: number }
  | { readonly start: number; readonly end: number };

/** Positions of bars in columns, `to` not included. */
export interface HistorySpan {
  readonly data: SecurityData;
  readonly from: number;
  readonly to: number;
}

/**
 * The bars of a resolution that a range holds, those that end by its end alone; null where the data
 * folder has none. Times are UTC milliseconds.
 */
export function historySpan(
  { data }: HistorySecurity,
  resolution: Resolution,
  range: HistoryRange,
): HistorySpan | null {
  const begin = timeZone(ALGORITHM_ZONE).toUtc(parseDay(data.setup.dates.start) * MS_PER_DAY);
  const days = 'count' in range ? daysOf(range.count, resolution) : daysIn(begin - range.start);
  const found = historyData(data, resolution, days);
  if (found === null) return null;
  const { end: ends } = found.bars;
  const to = endsAfter(ends, range.end);
  if ('count' in range) {
    const start = earlyCloseStart(found, range.end, range.count);
    const earliest = start === null ? 0 : endsAfter(ends, start - 1);
    return { data: found, from: Math.min(to, Math.max(earliest, to - range.count)), to };
  }
  return { data: found, from: Math.min(to, endsAfter(ends, range.start)), to };
}

/** The bars of a span, the oldest first: of quotes where there are no trades. */
export function barsOf(
  { data, from, to }: HistorySpan,
  { symbol }: HistorySecurity,
): (TradeBar | QuoteBar)[] {
  const isOfQuotes = symbol.securityType === 'forex' || symbol.securityType === 'cfd';
  const bars: (TradeBar | QuoteBar)[] = [];
  for (let index = from; index < to; index++) {
    const quote = isOfQuotes ? quoteBarAt(symbol, data.bars, index) : null;
    bars.push(quote ?? tradeBarAt(symbol, data.bars, index));
  }
  return bars;
}
