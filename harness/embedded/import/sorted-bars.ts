/** Bars of one symbol, oldest first, no time twice. Times are wall-clock ms of the data's zone. */
export interface SortedBars {
  readonly length: number;
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}
