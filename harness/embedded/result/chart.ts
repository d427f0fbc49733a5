import type { Point } from './daily-series.ts';
import type { Candle } from './equity-candles.ts';

/** LEAN's SeriesType. */
export const SERIES = { line: 0, candle: 2, bar: 3, treemap: 7 } as const;

export interface Series {
  readonly name: string;
  readonly unit: string;
  readonly index: number;
  readonly seriesType: number;
  readonly values: readonly (Point | Candle)[];
  readonly color?: string;
  readonly scatterMarkerSymbol?: string;
  readonly indexName?: string;
  readonly tooltip?: string;
}

/** A chart in the shape of LEAN's result JSON. */
export interface Chart {
  readonly name: string;
  readonly chartType: number;
  readonly series: Readonly<Record<string, Series>>;
  readonly legendDisabled?: boolean;
}

/** LEAN says this of every series that is not made of candles. */
export const PLAIN = { color: '', scatterMarkerSymbol: 'none' } as const;

export function chart(name: string, series: readonly Series[]): Chart {
  return { name, chartType: 0, series: Object.fromEntries(series.map((one) => [one.name, one])) };
}
