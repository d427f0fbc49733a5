import type { Curve } from './result-curves.ts';
import type { ResultTrade } from './result-trades.ts';

/** Fills within a day may be this far from its end; splits and other securities are further. */
const NEAR = 0.25;
const MOST_LOOKED_AT = 200;

/**
 * The price of what was traded: the benchmark's curve, where that is the traded symbol itself. A
 * strategy may set another benchmark than its job says, so the trades are held against it. Empty
 * where the curve is of something else, or nobody traded.
 */
export function tradedPrice(benchmark: Curve, trades: readonly ResultTrade[]): Curve {
  // Before its first bar LEAN samples a benchmark as 0.
  const prices = benchmark.filter(([, value]) => value > 0);
  const looked = trades.slice(0, MOST_LOOKED_AT);
  if (prices.length === 0 || looked.length === 0) return [];
  const near = looked.filter(({ exitTime, exitPrice }) => {
    const price = priceAt(prices, exitTime);
    return Math.abs(exitPrice / price - 1) <= NEAR;
  });
  return near.length >= 0.9 * looked.length ? prices : [];
}

/** The first one at or after a moment, as samples tell of the time before them; else the last. */
function priceAt(prices: Curve, seconds: number): number {
  let [low, high] = [0, prices.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((prices[middle]?.[0] ?? 0) < seconds) low = middle + 1;
    else high = middle;
  }
  return prices[low]?.[1] ?? Number.NaN;
}
