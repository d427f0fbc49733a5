/** Hyperparameters of the kernel: one length scale for each coordinate, a mixture, a noise. */
export interface KernelShape {
  readonly lengths: Float64Array;
  /** Share of the additive part; the rest is the product of all coordinates. */
  readonly additive: number;
  /** Variance of the noise, as a share of the signal's. */
  readonly noise: number;
}

/** A kernel for the coordinates of a table. */
export interface Kernel extends KernelShape {
  readonly listed: readonly boolean[];
  /** By coordinate and half levels apart, what it says of them; null where there are none, or many. */
  readonly steps: readonly (Float64Array | null)[];
}

/** Coordinates of points, one after another in one array. */
export interface PointTable {
  readonly dimensions: number;
  /** Whether a coordinate is a category: then all differences are 1. */
  readonly listed: readonly boolean[];
  /** Of coordinates that are whole levels apart, how many there are; 0 for others. */
  readonly levels?: readonly number[];
  readonly values: Float64Array;
  readonly count: number;
}

export const SQRT5 = Math.sqrt(5);

/** Coordinates with more levels are taken for continuous. */
const MOST_STEPS = 512;

/** A shape as it is for the coordinates of a table. */
export function createKernel(shape: KernelShape, { listed, levels = [] }: PointTable): Kernel {
  const steps = listed.map((isListed, i) => {
    const count = levels[i] ?? 0;
    if (isListed || count === 0 || count > MOST_STEPS) return null;
    // Half levels, since what is absent stands in the middle of the range.
    const length = 2 * count * (shape.lengths[i] as number);
    return Float64Array.from({ length: 2 * count }, (_, step) => matern(step / length));
  });
  return { ...shape, listed, steps };
}

/**
 * Correlation of a point with each of the first `count` of a table: a mixture of the mean and of the
 * product of Matérn-5/2 correlations of the coordinates (Duvenaud, Nickisch & Rasmussen 2011, first
 * and last order). The additive part learns functions whose parameters act on their own from far
 * fewer points; the likelihood decides how much of it there is.
 */
export function correlate(
  x: ArrayLike<number>,
  table: PointTable,
  kernel: Kernel,
  into: Float64Array,
): void {
  const { dimensions: d, values } = table;
  const { additive } = kernel;
  for (let n = 0; n < table.count; n++) {
    let sum = 0;
    let product = 1;
    for (let i = 0; i < d; i++) {
      const difference = Math.abs((x[i] as number) - (values[n * d + i] as number));
      const m = alike(difference, i, kernel);
      sum += m;
      product *= m;
    }
    into[n] = (additive * sum) / d + (1 - additive) * product;
  }
}

/** Correlations of points that differ from one another in one coordinate alone. */
export interface Line {
  /** What all other coordinates give: the sum and the product of their correlations. */
  readonly sums: Float64Array;
  readonly products: Float64Array;
}

/** The part of `correlate` that stays the same along a coordinate. */
export function lineThrough(
  x: ArrayLike<number>,
  along: number,
  table: PointTable,
  kernel: Kernel,
): Line {
  const { dimensions: d, values, count } = table;
  const sums = new Float64Array(count);
  const products = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    let sum = 0;
    let product = 1;
    for (let i = 0; i < d; i++) {
      if (i === along) continue;
      const difference = Math.abs((x[i] as number) - (values[n * d + i] as number));
      const m = alike(difference, i, kernel);
      sum += m;
      product *= m;
    }
    sums[n] = sum;
    products[n] = product;
  }
  return { sums, products };
}

/** `correlate` for the point of a line with the value `x` of its coordinate. */
export function correlateOnLine(
  { sums, products }: Line,
  { x, along }: { readonly x: number; readonly along: number },
  { table, kernel }: { readonly table: PointTable; readonly kernel: Kernel },
  into: Float64Array,
): void {
  const { dimensions: d, values, count } = table;
  const { additive } = kernel;
  for (let n = 0; n < count; n++) {
    const difference = Math.abs(x - (values[n * d + along] as number));
    const m = alike(difference, along, kernel);
    into[n] =
      (additive * ((sums[n] as number) + m)) / d + (1 - additive) * (products[n] as number) * m;
  }
}

/** The correlation that a coordinate alone would give. */
function alike(difference: number, i: number, { steps, listed, lengths }: Kernel): number {
  const known = steps[i];
  if (known) return known[Math.round(difference * known.length)] as number;
  return matern((listed[i] && difference > 0 ? 1 : difference) / (lengths[i] as number));
}

/** Matérn-5/2 of a distance in lengths. */
function matern(distance: number): number {
  if (distance === 0) return 1;
  const r = SQRT5 * distance;
  return (1 + r + (r * r) / 3) * Math.exp(-r);
}
