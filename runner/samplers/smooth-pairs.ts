/** How far the points of each pair are apart: 1 and 0, 2 and 0, 2 and 1, …. */
export interface SmoothPairs {
  readonly count: number;
  /** Squared distances. */
  readonly distances: Float64Array;
  /**
   * exp(−rate/2 · difference²) of each coordinate, pair by pair; overwritten by the next call, and
   * made from the last in no time where the rate is that of before, doubled any number of times.
   */
  factorsAt(rate: number): Float64Array;
}

/** So near to a whole number of doublings rounding leaves the logarithm of a ratio. */
const ROUNDING = 1e-9;

/** Looked at once, since every kernel that is tried asks for all of them. */
export function createSmoothPairs(points: readonly (readonly number[])[]): SmoothPairs {
  const dimensions = points[0]?.length ?? 0;
  const count = (points.length * (points.length - 1)) / 2;
  const differences = new Float64Array(count * dimensions);
  const distances = new Float64Array(count);
  let pair = 0;
  for (const [n, x] of points.entries()) {
    for (let k = 0; k < n; k++, pair++) {
      const y = points[k] as readonly number[];
      let sum = 0;
      for (let i = 0; i < dimensions; i++) {
        const squared = ((x[i] as number) - (y[i] as number)) ** 2;
        differences[pair * dimensions + i] = squared;
        sum += squared;
      }
      distances[pair] = sum;
    }
  }
  return { count, distances, factorsAt: rememberFactors(differences) };
}

/**
 * A factor of twice the rate is the square: a multiplication where there would be an exponential.
 * Squaring adds up rounding errors, but of narrow kernels alone, whose matrices are far from singular.
 */
function rememberFactors(differences: Float64Array): SmoothPairs['factorsAt'] {
  const factors = new Float64Array(differences.length);
  let known = Number.POSITIVE_INFINITY;

  const make = (rate: number): void => {
    for (let p = 0; p < factors.length; p++) {
      factors[p] = Math.exp(-0.5 * rate * (differences[p] as number));
    }
  };
  const square = (): void => {
    for (let p = 0; p < factors.length; p++) {
      factors[p] = (factors[p] as number) * (factors[p] as number);
    }
  };

  return (rate) => {
    const doublings = Math.log2(rate / known);
    const times = Math.round(doublings);
    if (times >= 0 && Math.abs(doublings - times) < ROUNDING) {
      for (let n = 0; n < times; n++) square();
    } else make(rate);
    known = rate;
    return factors;
  };
}
