import type { BarGrid } from './bar-grid.ts';
import type { Numbers, RawColumns } from './read-bars.ts';
import { sharedFloat64, sharedUint8 } from './shared-columns.ts';

type Column = Float64Array<SharedArrayBuffer>;

/** When bars begin and end, in UTC milliseconds. */
export interface BarTimes {
  /** Null where each bar lasts a period: what follows from the ends would take a sixth of the memory. */
  readonly start: Column | null;
  readonly end: Column;
  readonly period: number;
}

/** When a bar begins. */
export function startOf({ start, end, period }: BarTimes, index: number): number {
  return start === null ? (end[index] as number) - period : (start[index] as number);
}

/** A security's bars, oldest first, a column each. */
export interface BarColumns extends BarTimes {
  readonly open: Column;
  readonly high: Column;
  readonly low: Column;
  readonly close: Column;
  readonly volume: Column;
  /** 1 where there was no data and the bar repeats the one before. */
  readonly filled: Uint8Array<SharedArrayBuffer>;
  /** What a unit held is worth, where that is not the close: cryptocurrencies are worth their quotes. */
  readonly mark: Column | null;
  /** Bids and asks of the same bars; null where there are none. */
  readonly quotes: QuoteColumns | null;
}

export interface QuoteColumns {
  readonly bidOpen: Column;
  readonly bidHigh: Column;
  readonly bidLow: Column;
  readonly bidClose: Column;
  readonly askOpen: Column;
  readonly askHigh: Column;
  readonly askLow: Column;
  readonly askClose: Column;
  /** Position of the bar whose quotes stand here, since a bar without quotes keeps the last; or -1. */
  readonly source: Int32Array<SharedArrayBuffer>;
}

/** Bars laid over a grid: a column for each of the source's, slots without data repeated. */
export interface LaidColumns extends BarTimes {
  readonly filled: Uint8Array<SharedArrayBuffer>;
  readonly values: readonly Column[];
}

export interface BarLayer {
  /** Bars in the order of their times; those off the grid's hours are dropped. */
  add(raw: RawColumns): void;
  finish(): LaidColumns;
}

/**
 * Lays bars over a grid, as LEAN emits them: a slot without data repeats the bar before. There are
 * none before the first bar.
 */
export function createBarLayer(
  grid: BarGrid,
  width: number,
  { fillForward }: { fillForward: boolean },
): BarLayer {
  const { period, isEven } = grid;
  // What is not written takes no memory: the system gives pages when they are touched.
  let room = grid.most;
  let columns = Array.from({ length: width + (isEven ? 1 : 2) }, () => sharedFloat64(room));
  let filled = sharedUint8(room);
  let length = 0;
  let [lastStart, lastEnd] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const slot = grid.slots();

  const grow = (): void => {
    room = Math.ceil(room * 1.25) + 16;
    columns = columns.map((column) => {
      const larger = sharedFloat64(room);
      larger.set(column);
      return larger;
    });
    const larger = sharedUint8(room);
    larger.set(filled);
    filled = larger;
  };

  const addTimes = (start: number, end: number): void => {
    if (length === room) grow();
    (columns[width] as Column)[length] = end;
    if (!isEven) (columns[width + 1] as Column)[length] = start;
    lastStart = start;
    lastEnd = end;
    length++;
  };

  const hasSlotBefore = (start: number, end: number): boolean =>
    slot.start < Number.POSITIVE_INFINITY && slot.start < start && slot.end < end;

  /** Repeats the last bar in the empty slots that end before `end`. */
  const repeatUntil = (start: number, end: number): void => {
    if (length === 0 || !fillForward) return;
    while (slot.start <= lastStart) slot.next();
    for (; hasSlotBefore(start, end); slot.next()) {
      if (start - lastStart <= period) return;
      addTimes(slot.start, slot.end);
      filled[length - 1] = 1;
      for (let at = 0; at < width; at++) {
        const column = columns[at] as Column;
        column[length - 1] = column[length - 2] as number;
      }
    }
  };

  return {
    add({ start, values }) {
      for (let index = 0; index < start.length; index++) {
        const at = grid.place(start[index] as number);
        if (at === null || at[1] <= lastEnd) continue;
        repeatUntil(at[0], at[1]);
        addTimes(at[0], at[1]);
        for (let column = 0; column < width; column++) {
          (columns[column] as Column)[length - 1] = (values[column] as Numbers)[index] as number;
        }
      }
    },
    finish() {
      repeatUntil(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
      const cut = columns.map((column) => column.subarray(0, length));
      return {
        start: cut[width + 1] ?? null,
        end: cut[width] as Column,
        period,
        filled: filled.subarray(0, length),
        values: cut.slice(0, width),
      };
    },
  };
}
