import type { SecuritySymbol } from '../engine/security-symbol.ts';
import type { QuoteBar, TradeBar } from '../engine/trade-bar.ts';

/** The bars of several symbols that end at a moment. */
export interface HistorySlice {
  /** UTC milliseconds. */
  readonly time: number;
  readonly bars: ReadonlyMap<SecuritySymbol, TradeBar | QuoteBar>;
}

/** The bars of several symbols, each symbol's in the order of time, by the moments at which they end. */
export function slicesOf(symbols: readonly (readonly (TradeBar | QuoteBar)[])[]): HistorySlice[] {
  const slices = new Map<number, Map<SecuritySymbol, TradeBar | QuoteBar>>();
  for (const bar of symbols.flat()) {
    let bars = slices.get(bar.endTime);
    if (bars === undefined) {
      bars = new Map();
      slices.set(bar.endTime, bars);
    }
    bars.set(bar.symbol, bar);
  }
  return [...slices].sort(([a], [b]) => a - b).map(([time, bars]) => ({ time, bars }));
}
