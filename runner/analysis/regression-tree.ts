import { type Random, randomInt } from '../domain/random.ts';
import type { BinnedColumn } from './binned-column.ts';

/** Points of the unit cube in columns, with the value at each. */
export interface Sample {
  readonly columns: readonly BinnedColumn[];
  readonly values: Float64Array;
}

/** A leaf: the box [low, high) of the unit cube, per dimension, and the mean value inside. */
export interface Leaf {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly value: number;
}

export interface TreeOptions {
  /** A leaf holds at least this many points. */
  readonly fewest: number;
  /** Dimensions that are looked at for each split. */
  readonly tried: number;
  readonly random: Random;
}

interface Growth extends TreeOptions {
  readonly sample: Sample;
  readonly leaves: Leaf[];
  /** Scratch for the points of each bin, and the sum of their values. */
  readonly counts: Uint32Array;
  readonly sums: Float64Array;
}

/**
 * Leaves of a regression tree whose splits lower the squared error most (Breiman, Friedman, Olshen
 * & Stone 1984), cut between bins. Own code: the packages at hand keep no boxes.
 * @param rows the points to learn from, repeats allowed; reordered on the way
 */
export function growTree(sample: Sample, rows: Uint32Array, options: TreeOptions): Leaf[] {
  const dimensions = sample.columns.length;
  const scratch = { counts: new Uint32Array(256), sums: new Float64Array(256) };
  const growth: Growth = { ...options, ...scratch, sample, leaves: [] };
  grow(growth, rows, new Float64Array(dimensions), new Float64Array(dimensions).fill(1));
  return growth.leaves;
}

function grow(growth: Growth, rows: Uint32Array, low: Float64Array, high: Float64Array): void {
  const split = rows.length < 2 * growth.fewest ? null : bestSplit(growth, rows);
  if (split === null) {
    growth.leaves.push({ low, high, value: mean(growth.sample.values, rows) });
    return;
  }
  const { dimension, bin } = split;
  const { bins, cuts } = growth.sample.columns[dimension] as BinnedColumn;
  const at = cuts[bin] as number;
  const middle = partition(rows, (row) => (bins[row] as number) <= bin);
  const [below, above] = [high.slice(), low.slice()];
  below[dimension] = at;
  above[dimension] = at;
  grow(growth, rows.subarray(0, middle), low, below);
  grow(growth, rows.subarray(middle), above, high);
}

interface Split {
  readonly dimension: number;
  /** The last bin on the lower side. */
  readonly bin: number;
  /** By how much the squared error falls. */
  readonly gain: number;
}

function bestSplit(growth: Growth, rows: Uint32Array): Split | null {
  let best: Split | null = null;
  for (const dimension of someDimensions(growth)) {
    const split = splitOf(growth, rows, dimension);
    if (split !== null && split.gain > (best?.gain ?? 1e-12)) best = split;
  }
  return best;
}

function someDimensions({ sample, tried, random }: Growth): number[] {
  const all = sample.columns.map((_, dimension) => dimension);
  for (let place = 0; place < Math.min(tried, all.length); place++) {
    const other = place + randomInt(random, all.length - place);
    [all[place], all[other]] = [all[other] as number, all[place] as number];
  }
  return all.slice(0, tried);
}

/** The best of the cuts of one dimension, from the sums of its bins. */
function splitOf(growth: Growth, rows: Uint32Array, dimension: number): Split | null {
  const { sample, fewest, counts, sums } = growth;
  const { bins, cuts } = sample.columns[dimension] as BinnedColumn;
  counts.fill(0, 0, cuts.length + 1);
  sums.fill(0, 0, cuts.length + 1);
  let total = 0;
  for (const row of rows) {
    const bin = bins[row] as number;
    const value = sample.values[row] as number;
    counts[bin] = (counts[bin] as number) + 1;
    sums[bin] = (sums[bin] as number) + value;
    total += value;
  }
  let best: Split | null = null;
  let n = 0;
  let left = 0;
  for (let bin = 0; bin < cuts.length; bin++) {
    n += counts[bin] as number;
    left += sums[bin] as number;
    const m = rows.length - n;
    if (n < fewest || m < fewest) continue;
    // Σ(y − ȳ)² falls by n·m/(n + m)·(ȳ₁ − ȳ₂)².
    const apart = left / n - (total - left) / m;
    const gain = ((n * m) / rows.length) * apart * apart;
    if (best === null || gain > best.gain) best = { dimension, bin, gain };
  }
  return best;
}

function partition(rows: Uint32Array, isLeft: (row: number) => boolean): number {
  let place = 0;
  for (let n = 0; n < rows.length; n++) {
    const row = rows[n] as number;
    if (!isLeft(row)) continue;
    rows[n] = rows[place] as number;
    rows[place++] = row;
  }
  return place;
}

function mean(values: Float64Array, rows: Uint32Array): number {
  let sum = 0;
  for (const row of rows) sum += values[row] as number;
  return sum / rows.length;
}
