import { EquityWindow } from './equity-window.ts';
import type { Pauses } from './milestone-watch.ts';

/** What stays of a backtest's equity. */
export interface EquityRecord {
  /** What a run loop writes into. */
  readonly window: EquityWindow;
  /** Values at the places that a sampling plan names. */
  readonly values: Float64Array;
  /** Where the loop has to pause so that values are kept; null where all are. To be told last of all. */
  readonly pauses: Pauses | null;
}

/** The value at every position. */
export function wholeRecord(slices: number): EquityRecord {
  const values = new Float64Array(slices + 1);
  return { window: new EquityWindow(values), values, pauses: null };
}

/**
 * The values at some positions, the rest passing through a window.
 * @param kept ascending positions; the last is that after the last slice
 */
export function keptRecord(kept: Int32Array, windowSlices: number): EquityRecord {
  const slices = kept.at(-1) as number;
  const window = new EquityWindow(new Float64Array(windowSlices + 1));
  const values = new Float64Array(kept.length);
  const ends = Array.from({ length: Math.ceil(slices / windowSlices) }, (_, part) =>
    Math.min(slices, (part + 1) * windowSlices),
  );
  let next = 0;
  const keepUntil = (position: number): void => {
    for (; next < kept.length && (kept[next] as number) <= position; next++) {
      values[next] = window.at(kept[next] as number);
    }
  };
  return {
    window,
    values,
    pauses: {
      ends,
      look(position) {
        // The first window begins a backtest, also after one that was given up.
        if (window.base === 0) next = 0;
        keepUntil(position);
        if (position - window.base === windowSlices) window.moveTo(position);
      },
    },
  };
}
