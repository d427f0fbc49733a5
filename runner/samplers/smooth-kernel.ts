/** A correlation of points whose width is the same in all coordinates. */
export interface SmoothKernel {
  correlate(x: ArrayLike<number>, y: ArrayLike<number>): number;
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
 * in all widths. Near a point a function is its second-order expansion, none of whose terms has more
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
  return orders.flatMap(({ shares, of }) =>
    widths.map((width) => createSmoothKernel(shares, width * Math.sqrt(of), dimensions)),
  );
}

function createSmoothKernel(shares: Shares, width: number, dimensions: number): SmoothKernel {
  const rate = 1 / (width * width);
  const perSingle = shares.single / dimensions;
  const perPair = (2 * shares.pairs) / Math.max(1, dimensions * (dimensions - 1));
  const factors = new Float64Array(dimensions);
  let sum = 0;
  let squares = 0;
  let product = 1;

  const look = (x: ArrayLike<number>, y: ArrayLike<number>): void => {
    sum = 0;
    squares = 0;
    product = 1;
    for (let i = 0; i < dimensions; i++) {
      const g = Math.exp(-0.5 * rate * ((x[i] as number) - (y[i] as number)) ** 2);
      factors[i] = g;
      sum += g;
      squares += g * g;
      product *= g;
    }
  };
  /** One exponential does where no coordinate counts on its own. */
  const lookAtAll = (x: ArrayLike<number>, y: ArrayLike<number>): void => {
    let squared = 0;
    for (let i = 0; i < dimensions; i++) squared += ((x[i] as number) - (y[i] as number)) ** 2;
    product = Math.exp(-0.5 * rate * squared);
  };
  const lookAt = shares.all === 1 ? lookAtAll : look;
  // Σ_{i<j} gᵢ·gⱼ = ((Σ gᵢ)² − Σ gᵢ²) / 2
  const value = (): number =>
    perSingle * sum + 0.5 * perPair * (sum * sum - squares) + shares.all * product;

  return {
    correlate(x, y) {
      lookAt(x, y);
      return value();
    },
    addSlope({ x, y, weight }, gradient) {
      lookAt(x, y);
      for (let i = 0; i < dimensions; i++) {
        const g = factors[i] as number;
        const inner = g * (perSingle + perPair * (sum - g)) + shares.all * product;
        const off = (x[i] as number) - (y[i] as number);
        gradient[i] = (gradient[i] as number) - weight * rate * inner * off;
      }
      return value();
    },
  };
}
