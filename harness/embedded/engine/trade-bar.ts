import { type BarColumns, startOf } from '../data/columns.ts';
import type { SecuritySymbol } from './security-symbol.ts';

/** Open, high, low and close of one side. */
export interface Bar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

interface Timed {
  readonly symbol: SecuritySymbol;
  /** UTC milliseconds. */
  readonly time: number;
  readonly endTime: number;
  /** True where there was no data, so that the bar repeats the one before. */
  readonly isFillForward: boolean;
}

/** Prices in the currency that the security is quoted in, times in UTC milliseconds. */
export interface TradeBar extends Bar, Timed {
  readonly volume: number;
}

/** Bids and asks; `open` to `close` are in the middle of them. */
export interface QuoteBar extends Bar, Timed {
  readonly bid: Bar;
  readonly ask: Bar;
}

export function tradeBarAt(symbol: SecuritySymbol, columns: BarColumns, index: number): TradeBar {
  return {
    symbol,
    time: startOf(columns, index),
    endTime: columns.end[index] as number,
    open: columns.open[index] as number,
    high: columns.high[index] as number,
    low: columns.low[index] as number,
    close: columns.close[index] as number,
    volume: columns.volume[index] as number,
    isFillForward: columns.filled[index] === 1,
  };
}

/** The quotes that stand at a bar, those of an earlier one where it has none itself. */
export function quoteBarAt(
  symbol: SecuritySymbol,
  columns: BarColumns,
  index: number,
): QuoteBar | null {
  const { quotes } = columns;
  const at = quotes === null ? -1 : (quotes.source[index] as number);
  if (quotes === null || at < 0) return null;
  const side = (
    open: Float64Array,
    high: Float64Array,
    low: Float64Array,
    close: Float64Array,
  ) => ({
    open: open[at] as number,
    high: high[at] as number,
    low: low[at] as number,
    close: close[at] as number,
  });
  const bid = side(quotes.bidOpen, quotes.bidHigh, quotes.bidLow, quotes.bidClose);
  const ask = side(quotes.askOpen, quotes.askHigh, quotes.askLow, quotes.askClose);
  return {
    symbol,
    time: startOf(columns, index),
    endTime: columns.end[index] as number,
    open: (bid.open + ask.open) / 2,
    high: (bid.high + ask.high) / 2,
    low: (bid.low + ask.low) / 2,
    close: (bid.close + ask.close) / 2,
    isFillForward: at !== index,
    bid,
    ask,
  };
}
