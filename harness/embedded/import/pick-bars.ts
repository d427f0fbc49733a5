import type { SortedBars } from './sorted-bars.ts';

/** The bars at these places, in the order of these. */
export function pickBars(bars: SortedBars, kept: Uint32Array): SortedBars {
  const { length } = kept;
  const pick = (column: Float64Array): Float64Array => {
    const picked = new Float64Array(length);
    for (let index = 0; index < length; index++) {
      picked[index] = column[kept[index] as number] as number;
    }
    return picked;
  };
  return {
    length,
    time: pick(bars.time),
    open: pick(bars.open),
    high: pick(bars.high),
    low: pick(bars.low),
    close: pick(bars.close),
    volume: pick(bars.volume),
  };
}
