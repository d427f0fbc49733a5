/** Hyperparameters of the kernel: one length scale for each coordinate, a mixture, a noise. */
export interface KernelShape {
  readonly lengths: Float64Array;
  /** Share of the additive part; the rest is the product of all coordinates. */
  readonly additive: number;
  /** Variance of the noise, as a share of the signal's. */
  readonly noise: number;
}

/** Coordinates of points, one after another in one array. */
export interface PointTable {
  readonly dimensions: number;
  /** Whether a coordinate is a category: then all differences are 1. */
  readonly listed: readonly boolean[];
  readonly values: Float64Array;
  readonly count: number;
}

const SQRT5 = Math.sqrt(5);

/**
 * Correlation of a point with each of the first `count` of a table: a mixture of the mean and of the
 * product of Matérn-5/2 correlations of the coordinates (Duvenaud, Nickisch & Rasmussen 2011, first
 * and last order). The additive part learns functions whose parameters act on their own from far
 * fewer points; the likelihood decides how much of it there is.
 */
export function correlate(
  x: ArrayLike<number>,
  table: PointTable,
  shape: KernelShape,
  into: Float64Array,
): void {
  const { dimensions: d, values, listed } = table;
  const { lengths, additive } = shape;
  for (let n = 0; n < table.count; n++) {
    let sum = 0;
    let product = 1;
    for (let i = 0; i < d; i++) {
      const difference = Math.abs((x[i] as number) - (values[n * d + i] as number));
      const m = matern((listed[i] && difference > 0 ? 1 : difference) / (lengths[i] as number));
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
  { lengths }: KernelShape,
): Line {
  const { dimensions: d, values, listed, count } = table;
  const sums = new Float64Array(count);
  const products = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    let sum = 0;
    let product = 1;
    for (let i = 0; i < d; i++) {
      if (i === along) continue;
      const difference = Math.abs((x[i] as number) - (values[n * d + i] as number));
      const m = matern((listed[i] && difference > 0 ? 1 : difference) / (lengths[i] as number));
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
  { table, shape }: { readonly table: PointTable; readonly shape: KernelShape },
  into: Float64Array,
): void {
  const { dimensions: d, values, count } = table;
  const isListed = table.listed[along] === true;
  const length = shape.lengths[along] as number;
  const { additive } = shape;
  for (let n = 0; n < count; n++) {
    const difference = Math.abs(x - (values[n * d + along] as number));
    const m = matern((isListed && difference > 0 ? 1 : difference) / length);
    into[n] =
      (additive * ((sums[n] as number) + m)) / d + (1 - additive) * (products[n] as number) * m;
  }
}

/** Matérn-5/2 of a distance in lengths. */
function matern(distance: number): number {
  if (distance === 0) return 1;
  const r = SQRT5 * distance;
  return (1 + r + (r * r) / 3) * Math.exp(-r);
}

/**
 * Adds, to a gradient, `weight` times the derivative of one correlation by the logarithms of the
 * lengths, and returns its derivative by the share of the additive part.
 */
export function slopesOf(
  pair: { readonly a: number; readonly b: number; readonly weight: number },
  { dimensions: d, values, listed }: PointTable,
  { lengths, additive }: KernelShape,
  scratch: { readonly m: Float64Array; readonly gradient: Float64Array },
): number {
  const { m, gradient } = scratch;
  let sum = 0;
  let product = 1;
  for (let i = 0; i < d; i++) {
    const difference = Math.abs(
      (values[pair.a * d + i] as number) - (values[pair.b * d + i] as number),
    );
    const r = (SQRT5 * (listed[i] && difference > 0 ? 1 : difference)) / (lengths[i] as number);
    const decay = Math.exp(-r);
    const correlation = (1 + r + (r * r) / 3) * decay;
    m[2 * i] = correlation;
    // ∂m/∂log ℓ for r = √5·|Δ|/ℓ
    m[2 * i + 1] = ((r * r) / 3) * (1 + r) * decay;
    sum += correlation;
    product *= correlation;
  }
  for (let i = 0; i < d; i++) {
    const others = product / Math.max(m[2 * i] as number, 1e-300);
    const factor = additive / d + (1 - additive) * others;
    gradient[i] = (gradient[i] as number) + pair.weight * factor * (m[2 * i + 1] as number);
  }
  return sum / d - product;
}
