import type { Cursor } from './cursor.ts';

/** Where an indicator takes its values from. */
export interface IndicatorSource {
  readonly values: Float64Array;
  /** Ends of the bars that the values belong to, in UTC milliseconds. */
  readonly times: Float64Array;
  /** The newest value is at the cursor's position plus `offset`. */
  readonly cursor: Cursor;
  readonly offset: number;
  /** Position of the first value … */
  readonly sampledFrom: number;
  /** … and of the one from which on it is ready. */
  readonly readyFrom: number;
}

export const NO_SOURCE: IndicatorSource = {
  values: new Float64Array(0),
  times: new Float64Array(0),
  cursor: { index: -1 },
  offset: 0,
  sampledFrom: Number.POSITIVE_INFINITY,
  readyFrom: Number.POSITIVE_INFINITY,
};
