import { LOG_SQRT_2PI, logNormalMass } from './normal.ts';

/** Cells up to so many deviations are as good as a series around their middle. */
const NARROW = 0.2;

/**
 * log(Φ(b) − Φ(a)) + log √2π − log(b − a): what a cell's mean density has lost against the top of the
 * curve. For narrow cells by the series around the middle, whose next term is below 1e-6 within 5
 * deviations.
 */
export function cellLoss(a: number, b: number): number {
  const h = b - a;
  if (h > NARROW) return logNormalMass(a, b) + LOG_SQRT_2PI - Math.log(h);
  const z = 0.5 * (a + b);
  const zz = z * z;
  const hh = h * h;
  const bend = (hh * (zz - 1)) / 24 + (hh * hh * (zz * zz - 6 * zz + 3)) / 1920;
  return Math.log1p(bend) - 0.5 * zz;
}

/** log(Φ(b) − Φ(a)) */
export function logCellMass(a: number, b: number): number {
  if (b - a > NARROW) return logNormalMass(a, b);
  return cellLoss(a, b) - LOG_SQRT_2PI + Math.log(b - a);
}

/** Tables together may hold so many numbers (32 MB) before they are made anew. */
const MOST = 2 ** 22;

/**
 * log masses that kernels in the middle of a cell have in the cells of an even grid. They depend on
 * the number of cells between and the kernel's width alone, so that each is computed but once.
 */
export interface CellMasses {
  /** Tables one after the other, each by cells apart. */
  readonly values: Float64Array;
  /** Where the table for a width, in shares of the grid, starts. */
  tableFor(levels: number, width: number): number;
  /** Changes when tables moved, so that none may be used as it was. */
  readonly generation: number;
  /** Drops all tables where they have become too many. */
  trim(): void;
}

export function createCellMasses(): CellMasses {
  let values = new Float64Array(1024);
  let size = 0;
  let most = MOST;
  let generation = 0;
  /** Where tables start, by levels and width. */
  const starts = new Map<number, Map<number, number>>();

  const create = (levels: number, width: number): number => {
    const table = size;
    size += levels;
    if (size > values.length) values = grown(values, 2 * size);
    const deviation = levels * width;
    for (let apart = 0; apart < levels; apart++) {
      values[table + apart] = logCellMass((apart - 0.5) / deviation, (apart + 0.5) / deviation);
    }
    return table;
  };

  return {
    get values() {
      return values;
    },
    get generation() {
      return generation;
    },
    tableFor(levels, width) {
      const tables = starts.get(levels) ?? new Map<number, number>();
      starts.set(levels, tables);
      const table = tables.get(width) ?? create(levels, width);
      tables.set(width, table);
      return table;
    },
    trim() {
      if (size <= most) return;
      // Where all of them are in use, dropping them over and over would cost more than it saves.
      most = Math.max(MOST, 2 * size);
      size = 0;
      generation++;
      starts.clear();
    },
  };
}

/** A longer copy. */
export function grown(values: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(length);
  longer.set(values);
  return longer;
}
