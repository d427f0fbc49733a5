import type { NewsEvent } from '../news/news-event.ts';

type Column = Float64Array<ArrayBufferLike>;

/** Bars of one symbol, oldest first, a column each; none repeats the one before. */
export interface StepBars {
  readonly length: number;
  /** Starts in UTC milliseconds. */
  readonly time: Column;
  readonly open: Column;
  readonly high: Column;
  readonly low: Column;
  readonly close: Column;
}

/** All that the steps of a strategy may look at beside parameters. */
export interface StepMarket {
  readonly symbol: string;
  readonly bars: StepBars;
  /** Events of the calendar that lies beside the data, oldest first; null where there is none. */
  readonly news: readonly NewsEvent[] | null;
  /** True where the bars were made up by a generator. */
  readonly synthetic: boolean;
  readonly cash: number;
}
