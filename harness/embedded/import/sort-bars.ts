import type { BarImportReport } from '../../../runner/domain/bar-import.ts';
import { dateTimeText } from './date-time-text.ts';
import { pickBars } from './pick-bars.ts';
import type { SortedBars } from './sorted-bars.ts';

const VALUES = ['open', 'high', 'low', 'close', 'volume'] as const;
const SHOWN = 20;

interface Sorted {
  readonly bars: SortedBars;
  /** Rows that come before one that stood before them. */
  readonly outOfOrder: number;
  readonly duplicates: BarImportReport['duplicates'];
}

/** Sorts bars by time and keeps the first of each time, in the order in which they were read. */
export function sortBars(bars: SortedBars): Sorted {
  const { time, length } = bars;
  let outOfOrder = 0;
  let repeats = false;
  for (let index = 1; index < length; index++) {
    const step = (time[index] as number) - (time[index - 1] as number);
    if (step < 0) outOfOrder++;
    else if (step === 0) repeats = true;
  }
  if (outOfOrder === 0 && !repeats) {
    return { bars, outOfOrder, duplicates: { count: 0, differing: 0, shown: [] } };
  }
  const order = Uint32Array.from({ length }, (_, index) => index);
  if (outOfOrder > 0) order.sort((a, b) => (time[a] as number) - (time[b] as number) || a - b);
  return { outOfOrder, ...dropRepeats(bars, order) };
}

function dropRepeats(bars: SortedBars, order: Uint32Array) {
  const kept = new Uint32Array(order.length);
  let length = 0;
  let differing = 0;
  const shown: string[] = [];
  for (const index of order) {
    const before = length === 0 ? -1 : (kept[length - 1] as number);
    if (before === -1 || bars.time[before] !== bars.time[index]) {
      kept[length++] = index;
    } else if (VALUES.some((name) => bars[name][before] !== bars[name][index])) {
      differing++;
      if (shown.length < SHOWN) shown.push(dateTimeText(bars.time[index] as number));
    }
  }
  const unique = pickBars(bars, kept.subarray(0, length));
  return { bars: unique, duplicates: { count: order.length - length, differing, shown } };
}
