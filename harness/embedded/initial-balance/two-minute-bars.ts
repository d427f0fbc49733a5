import type { StepBars } from '../steps/step-market.ts';

export const MINUTE = 60_000;
export const TWO_MINUTES = 2 * MINUTE;

/** Bars of two minutes (M2), growing, a column each. */
export interface TwoMinuteBars {
  readonly time: number[];
  readonly open: number[];
  readonly high: number[];
  readonly low: number[];
  readonly close: number[];
}

export function emptyBars(): TwoMinuteBars {
  return { time: [], open: [], high: [], low: [], close: [] };
}

/**
 * Adds the M2 bars made of the bars from `from` up to `to`: buckets on even minutes of UTC, without
 * one that begins before the first bar.
 */
export function addTwoMinuteBars(
  into: TwoMinuteBars,
  bars: StepBars,
  { from, to }: { readonly from: number; readonly to: number },
): void {
  if (from >= to) return;
  const first = bars.time[from] as number;
  let bucket = Number.NEGATIVE_INFINITY;
  let at = into.time.length - 1;
  for (let bar = from; bar < to; bar++) {
    const time = bars.time[bar] as number;
    const start = time - (time % TWO_MINUTES);
    if (start < first) continue;
    if (start !== bucket) {
      bucket = start;
      at = into.time.push(start) - 1;
      into.open.push(bars.open[bar] as number);
      into.high.push(bars.high[bar] as number);
      into.low.push(bars.low[bar] as number);
      into.close.push(bars.close[bar] as number);
      continue;
    }
    into.high[at] = Math.max(into.high[at] as number, bars.high[bar] as number);
    into.low[at] = Math.min(into.low[at] as number, bars.low[bar] as number);
    into.close[at] = bars.close[bar] as number;
  }
}
