import type { Moments } from '../data/bar-slices.ts';
import type { EquityWindow } from './equity-window.ts';
import type { Pauses } from './milestone-watch.ts';

/** Told of the portfolio's value after the slice of a moment, in UTC milliseconds. */
export type ProgressListener = (moment: number, equity: number) => void;

/** Often enough to see a long backtest move. */
const PARTS = 20;

/** Tells how far a backtest has come, at equal parts of its slices. */
export function tellProgress(
  listener: ProgressListener,
  moments: Moments,
  equity: EquityWindow,
): Pauses {
  const ends = Array.from({ length: PARTS }, (_, part) =>
    Math.ceil(((part + 1) * moments.length) / PARTS),
  );
  const wanted = new Set(ends);
  return {
    ends: [...wanted],
    look(slices) {
      if (!wanted.has(slices) || slices === 0) return;
      listener(moments.at(slices - 1), equity.at(slices));
    },
  };
}
