import type { SmoothPairs } from './smooth-pairs.ts';

/** A correlation of points whose width is the same in all coordinates. */
export interface SmoothKernel {
  /** How far it reaches along a coordinate; kernels of more coordinates at once as far as others. */
  readonly width: number;
  /** The widest have the lowest. */
  readonly rate: number;
  /** The correlations of all pairs. */
  correlate(pairs: SmoothPairs, into: Float64Array): void;
  /** Adds `weight` times the slope by `x` to a gradient; gives the correlation. */
  addSlope(pair: WeightedPair, gradient: Float64Array): number;
}

interface WeightedPair {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly weight: number;
}

type Rated = Omit<SmoothKernel, 'width'>;

/** What the parts of a kernel count for; they add up to 1. */
interface Shares {
  /** The mean over the coordinates. */
  readonly single: number;
  /** The mean over the pairs of coordinates. */
  readonly pairs: number;
  /** The product of all coordinates. */
  readonly all: number;
}

const PAIRS: Shares = { single: 0, pairs: 0.95, all: 0.05 };
const SINGLE: Shares = { single: 0.95, pairs: 0.05, all: 0 };

/**
 * Kernels of one, two and all coordinates at once (Duvenaud, Nickisch & Rasmussen 2011, eq. 5–7), each
 * in all widths, the widest first. Near a point a function is its second-order expansion, none of
 * whose terms has more than two coordinates; where parameters act on their own, none has more than
 * one. Either needs far fewer points than the product of all; a little of the next order lets the
 * answers overrule it.
 */
export function smoothKernels(dimensions: number, widths: readonly number[]): SmoothKernel[] {
  // Of more coordinates at once the kernel falls off faster.
  const kernelsOf = (create: (rate: number) => Rated, coordinates: number): SmoothKernel[] =>
    widths.map((width) => ({ width, ...create(1 / (width * Math.sqrt(coordinates)) ** 2) }));
  const all = kernelsOf(createProductKernel, dimensions);
  if (dimensions <= 2) return all;
  const mixed = [
    ...kernelsOf((rate) => createMixedKernel(rate, dimensions, PAIRS), 2),
    ...kernelsOf((rate) => createMixedKernel(rate, dimensions, SINGLE), 1),
  ];
  return [...all, ...mixed].sort((a, b) => a.rate - b.rate);
}

/** Where no coordinate counts on its own, one exponential does. */
function createProductKernel(rate: number): Rated {
  return {
    rate,
    correlate({ distances }, into) {
      for (let p = 0; p < into.length; p++) {
        into[p] = Math.exp(-0.5 * rate * (distances[p] as number));
      }
    },
    addSlope({ x, y, weight }, gradient) {
      let squared = 0;
      for (let i = 0; i < x.length; i++) squared += ((x[i] as number) - (y[i] as number)) ** 2;
      const product = Math.exp(-0.5 * rate * squared);
      for (let i = 0; i < x.length; i++) {
        const off = (x[i] as number) - (y[i] as number);
        gradient[i] = (gradient[i] as number) - weight * rate * product * off;
      }
      return product;
    },
  };
}

function createMixedKernel(rate: number, dimensions: number, shares: Shares): Rated {
  const perSingle = shares.single / dimensions;
  const perPair = (2 * shares.pairs) / Math.max(1, dimensions * (dimensions - 1));
  const own = new Float64Array(dimensions);
  const current = { sum: 0, product: 1, value: 1 };

  /** Puts together the factors of a pair. */
  const look = (factors: Float64Array, from: number): void => {
    let sum = 0;
    let squares = 0;
    let product = 1;
    for (let i = from; i < from + dimensions; i++) {
      const g = factors[i] as number;
      sum += g;
      squares += g * g;
      product *= g;
    }
    current.sum = sum;
    current.product = product;
    // Σ_{i<j} gᵢ·gⱼ = ((Σ gᵢ)² − Σ gᵢ²) / 2
    current.value = perSingle * sum + 0.5 * perPair * (sum * sum - squares) + shares.all * product;
  };

  return {
    rate,
    correlate(pairs, into) {
      const factors = pairs.factorsAt(rate);
      for (let p = 0; p < into.length; p++) {
        look(factors, p * dimensions);
        into[p] = current.value;
      }
    },
    addSlope({ x, y, weight }, gradient) {
      for (let i = 0; i < dimensions; i++) {
        own[i] = Math.exp(-0.5 * rate * ((x[i] as number) - (y[i] as number)) ** 2);
      }
      look(own, 0);
      const { sum, product, value } = current;
      for (let i = 0; i < dimensions; i++) {
        const g = own[i] as number;
        const inner = g * (perSingle + perPair * (sum - g)) + shares.all * product;
        const off = (x[i] as number) - (y[i] as number);
        gradient[i] = (gradient[i] as number) - weight * rate * inner * off;
      }
      return value;
    },
  };
}
