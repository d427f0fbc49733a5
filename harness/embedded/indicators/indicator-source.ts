import type { Cursor } from './cursor.ts';

/** Where an indicator takes its values from. */
export interface IndicatorSource {
  /** Values from the bar at `base` on. */
  readonly values: Float64Array;
  readonly base: number;
  /** Ends of the bars that the values belong to, in UTC milliseconds. */
  readonly times: Float64Array;
  /** The newest value is at the cursor's position plus `offset`. */
  readonly cursor: Cursor;
  readonly offset: number;
  /** Position of the first value … */
  readonly sampledFrom: number;
  /** … and of the one from which on it is ready. */
  readonly readyFrom: number;
  /**
   * Computes values that are not there yet, up to a position and as far back as one; the indicator
   * follows them then. Null where all are there.
   */
  readonly reach: ((from: number, to: number) => void) | null;
}

export const NO_SOURCE: IndicatorSource = {
  values: new Float64Array(0),
  base: 0,
  times: new Float64Array(0),
  cursor: { index: -1 },
  offset: 0,
  sampledFrom: Number.POSITIVE_INFINITY,
  readyFrom: Number.POSITIVE_INFINITY,
  reach: null,
};
