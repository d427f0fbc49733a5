import type { ResultTrade } from '../../runner/server/evaluation-views.ts';

type Point = readonly [seconds: number, value: number];

/** A trade with the points of its marks. */
export interface PlacedTrade {
  readonly trade: ResultTrade;
  readonly entry: Point;
  readonly exit: Point;
}

interface Trades {
  readonly over: 'price' | 'equity';
  readonly points: readonly Point[];
  readonly trades: readonly ResultTrade[];
}

/**
 * Where trades stand on a curve: at their own prices where it is the price, else on the curve at
 * their times.
 */
export function placedTrades({ over, points, trades }: Trades): readonly PlacedTrade[] {
  return trades.map((trade) => {
    const { entryTime, entryPrice, exitTime, exitPrice } = trade;
    const y = (seconds: number, own: number) => (over === 'price' ? own : valueAt(points, seconds));
    return {
      trade,
      entry: [entryTime, y(entryTime, entryPrice)],
      exit: [exitTime, y(exitTime, exitPrice)],
    };
  });
}

/** The curve's value at a moment: the last one told by then, else the first. */
export function valueAt(points: readonly Point[], seconds: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.[0] ?? 0) <= seconds) low = middle + 1;
    else high = middle;
  }
  return points[Math.max(0, low - 1)]?.[1] ?? Number.NaN;
}
