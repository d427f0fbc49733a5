import type { MarketData } from '../market-data.ts';
import { chartRound } from '../statistics/rounding.ts';

/** Unix seconds and value; null where a line is interrupted. */
export type Point = readonly [number, number | null];

export interface DailySeries {
  readonly returnPercent: readonly Point[];
  /** Percent below the highest value so far: 0 or less. */
  readonly drawdownPercent: readonly Point[];
  readonly benchmark: readonly Point[];
  /** The returns that the statistics count, as fractions. */
  readonly returns: readonly number[];
}

/** @param equity the portfolio's value before the first slice, then after each */
export function dailySeries(
  { timeline, benchmark }: MarketData,
  equity: Float64Array,
): DailySeries {
  const { dailyTime, dailySlice } = timeline;
  const returnPercent: Point[] = [];
  const drawdownPercent: Point[] = [];
  const benchmarkPoints: Point[] = [];
  const returns: number[] = [];
  let before = equity[0] as number;
  let peak = before;
  for (let day = 0; day < dailyTime.length; day++) {
    const seconds = (dailyTime[day] as number) / 1000;
    const value = equity[(dailySlice[day] as number) + 1] as number;
    const gain = before === 0 ? 0 : (value - before) / before;
    peak = Math.max(peak, value);
    returnPercent.push([seconds, chartRound(gain * 100)]);
    drawdownPercent.push([
      seconds,
      peak === 0 ? 0 : Math.round((value / peak - 1) * 1e4) / 100 + 0,
    ]);
    benchmarkPoints.push([seconds, benchmark?.daily[day] ?? 0]);
    if (day >= 2) returns.push(gain);
    before = value;
  }
  return { returnPercent, drawdownPercent, benchmark: benchmarkPoints, returns };
}
