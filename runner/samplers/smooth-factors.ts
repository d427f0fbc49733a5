/** exp(−rate/2 · difference²) of each coordinate of each pair of points. */
export interface SmoothFactors {
  /** Those of a pair after another, a coordinate after another; points 1 and 0, 2 and 0, 2 and 1, …. */
  at(rate: number): Float64Array;
}

/** So near to a whole number of doublings rounding leaves the logarithm of a ratio. */
const ROUNDING = 1e-9;

/**
 * Widths that double make each factor a square of the next wider one's: a multiplication where there
 * would be an exponential. Squares of factors add up rounding errors, but only of narrow kernels,
 * whose matrices are far from singular.
 */
export function createSmoothFactors(points: readonly (readonly number[])[]): SmoothFactors {
  const dimensions = points[0]?.length ?? 0;
  const factors = new Float64Array((dimensions * points.length * (points.length - 1)) / 2);
  let known = Number.POSITIVE_INFINITY;

  const fill = (rate: number): void => {
    let p = 0;
    for (const [n, a] of points.entries()) {
      for (let k = 0; k < n; k++) {
        const b = points[k] as readonly number[];
        for (let i = 0; i < dimensions; i++) {
          factors[p++] = Math.exp(-0.5 * rate * ((a[i] as number) - (b[i] as number)) ** 2);
        }
      }
    }
  };
  const square = (): void => {
    for (let p = 0; p < factors.length; p++) factors[p] = (factors[p] as number) ** 2;
  };

  return {
    at(rate) {
      const doublings = Math.log2(rate / known);
      const times = Math.round(doublings);
      if (times >= 0 && Math.abs(doublings - times) < ROUNDING) {
        for (let n = 0; n < times; n++) square();
      } else fill(rate);
      known = rate;
      return factors;
    },
  };
}
