import type { MarketData } from '../market-data.ts';

/** Time in Unix seconds, then open, high, low, close. */
export type Candle = readonly [number, number, number, number, number];

/**
 * The equity samples as candles: each holds the values after the slices since it was opened.
 * @param equity the portfolio's value before the first slice, then after each
 */
export function equityCandles({ timeline }: MarketData, equity: Float64Array): Candle[] {
  const { sampleTime, sampleOpen, sampleSlice } = timeline;
  return Array.from(sampleTime, (time, index): Candle => {
    const values = equity.subarray(
      (sampleOpen[index] as number) + 1,
      (sampleSlice[index] as number) + 2,
    );
    const open = values[0] as number;
    const close = values.at(-1) as number;
    const high = values.reduce((most, value) => Math.max(most, value), open);
    const low = values.reduce((least, value) => Math.min(least, value), open);
    return [time / 1000, round(open), round(high), round(low), round(close)];
  });
}

/** LEAN writes its charts with four decimals. */
function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
