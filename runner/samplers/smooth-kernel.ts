import type { SmoothFactors } from './smooth-factors.ts';

/** A correlation of points whose width is the same in all coordinates. */
export interface SmoothKernel {
  /** The widest have the lowest. */
  readonly rate: number;
  /** Of each point with all before it, one row for a point. */
  correlateAll(points: readonly (readonly number[])[], factors: SmoothFactors): Float64Array[];
  /** Adds `weight` times the slope by `x` to a gradient; gives the correlation. */
  addSlope(pair: WeightedPair, gradient: Float64Array): number;
}

interface WeightedPair {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly weight: number;
}

/** What the parts of a kernel count for; they add up to 1. */
interface Shares {
  /** The mean over the coordinates. */
  readonly single: number;
  /** The mean over the pairs of coordinates. */
  readonly pairs: number;
  /** The product of all coordinates. */
  readonly all: number;
}

const ALL: Shares = { single: 0, pairs: 0, all: 1 };
const PAIRS: Shares = { single: 0, pairs: 0.95, all: 0.05 };
const SINGLE: Shares = { single: 0.95, pairs: 0.05, all: 0 };

/**
 * Kernels of one, two and all coordinates at once (Duvenaud, Nickisch & Rasmussen 2011, eq. 5–7), each
 * in all widths, the widest first. Near a point a function is its second-order expansion, none of whose terms has more
 * than two coordinates; where parameters act on their own, none has more than one. Either needs far
 * fewer points than the product of all; a little of the next order lets the answers overrule it.
 */
export function smoothKernels(dimensions: number, widths: readonly number[]): SmoothKernel[] {
  const orders =
    dimensions <= 2
      ? [{ shares: ALL, of: dimensions }]
      : [
          { shares: ALL, of: dimensions },
          { shares: PAIRS, of: 2 },
          { shares: SINGLE, of: 1 },
        ];
  // Of more coordinates at once the kernel falls off faster.
  const kernels = orders.flatMap(({ shares, of }) =>
    widths.map((width) => createSmoothKernel(shares, width * Math.sqrt(of), dimensions)),
  );
  return kernels.sort((a, b) => a.rate - b.rate);
}

function createSmoothKernel(shares: Shares, width: number, dimensions: number): SmoothKernel {
  const rate = 1 / (width * width);
  const perSingle = shares.single / dimensions;
  const perPair = (2 * shares.pairs) / Math.max(1, dimensions * (dimensions - 1));
  // Σ_{i<j} gᵢ·gⱼ = ((Σ gᵢ)² − Σ gᵢ²) / 2
  const value = (sum: number, squares: number, product: number): number =>
    perSingle * sum + 0.5 * perPair * (sum * sum - squares) + shares.all * product;

  const fromFactors = (factors: Float64Array, from: number): number => {
    let sum = 0;
    let squares = 0;
    let product = 1;
    for (let i = from; i < from + dimensions; i++) {
      const g = factors[i] as number;
      sum += g;
      squares += g * g;
      product *= g;
    }
    return value(sum, squares, product);
  };
  const productAt = (x: ArrayLike<number>, y: ArrayLike<number>): number => {
    let squared = 0;
    for (let i = 0; i < dimensions; i++) squared += ((x[i] as number) - (y[i] as number)) ** 2;
    return Math.exp(-0.5 * rate * squared);
  };
  const own = new Float64Array(dimensions);
  const isAll = shares.all === 1;

  return {
    rate,
    correlateAll(points, factors) {
      const known = isAll ? null : factors.at(rate);
      let p = 0;
      return points.map((x, n) => {
        const row = new Float64Array(n);
        for (let k = 0; k < n; k++, p += dimensions) {
          row[k] =
            known === null ? productAt(x, points[k] as readonly number[]) : fromFactors(known, p);
        }
        return row;
      });
    },
    addSlope({ x, y, weight }, gradient) {
      const product = isAll ? productAt(x, y) : lookAt(own, { x, y, rate });
      let sum = 0;
      let squares = 0;
      for (const g of own) {
        sum += g;
        squares += g * g;
      }
      for (let i = 0; i < dimensions; i++) {
        const g = own[i] as number;
        const inner = g * (perSingle + perPair * (sum - g)) + shares.all * product;
        const off = (x[i] as number) - (y[i] as number);
        gradient[i] = (gradient[i] as number) - weight * rate * inner * off;
      }
      return value(sum, squares, product);
    },
  };
}

/** Puts each coordinate's correlation into `factors`; gives their product. */
function lookAt(
  factors: Float64Array,
  {
    x,
    y,
    rate,
  }: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number>; readonly rate: number },
): number {
  let product = 1;
  for (let i = 0; i < factors.length; i++) {
    const g = Math.exp(-0.5 * rate * ((x[i] as number) - (y[i] as number)) ** 2);
    factors[i] = g;
    product *= g;
  }
  return product;
}
