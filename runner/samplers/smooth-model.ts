import { type Cholesky, createCholesky } from './cholesky.ts';
import { type SmoothKernel, smoothKernels } from './smooth-kernel.ts';
import { createSmoothPairs, type SmoothPairs } from './smooth-pairs.ts';

/** An interpolant of points near 0, with its gradient. */
export interface SmoothModel {
  /** Of its basis functions, in the units of the coordinates. */
  readonly width: number;
  evaluate(x: ArrayLike<number>): { value: number; gradient: Float64Array };
}

/** Widths of the basis functions that are tried; wide ones make the model nearly quadratic. */
const WIDTHS = [1.5, 3, 6, 12, 24] as const;

/** Keeps the matrix invertible; errs by as much, relative to the values' spread. */
const NUGGET = 1e-11;

/**
 * Powers of the values above the best that are tried, and how far below the best they start, in
 * medians of those: a model of squares knows a cone, one of roots or logarithms a steep valley.
 */
const WARPS: readonly Warp[] = [
  { power: 1, below: 1 },
  { power: 2, below: 0.1 },
  { power: 2, below: 0.5 },
  { power: 2, below: 2 },
  { power: 0.5, below: 0.01 },
  { power: 0.5, below: 0.1 },
  { power: 0, below: 0.01 },
  { power: 0, below: 0.1 },
  { power: 0, below: 1 },
];

interface Warp {
  /** 0 is the logarithm. */
  readonly power: number;
  readonly below: number;
}

/**
 * Gaussian basis functions on values that a power may have bent (Snelson, Rasmussen & Ghahramani
 * 2003); order, width and power are those with the largest likelihood (Rasmussen & Williams 2006,
 * §5.4).
 */
export function createSmoothModel(
  points: readonly (readonly number[])[],
  values: readonly number[],
): SmoothModel {
  const { half, kernel, factor } = bestFit(points, values);
  const weights = factor.backward(half);
  return {
    width: kernel.width,
    evaluate(x) {
      const gradient = new Float64Array(x.length);
      let value = 0;
      for (const [n, y] of points.entries()) {
        const weight = weights[n] as number;
        value += weight * kernel.addSlope({ x, y, weight }, gradient);
      }
      return { value, gradient };
    },
  };
}

interface Warped {
  /** Of mean 0 and deviation 1. */
  readonly values: Float64Array;
  /** Logarithm of what the warp does to densities. */
  readonly jacobian: number;
}

interface Fit {
  readonly likelihood: number;
  /** L⁻¹ times the values. */
  readonly half: Float64Array;
  readonly kernel: SmoothKernel;
  readonly factor: Cholesky;
}

function bestFit(points: readonly (readonly number[])[], values: readonly number[]): Fit {
  const warped = WARPS.map((warp) => warpedBy(warp, values));
  const pairs = createSmoothPairs(points);
  const fits = smoothKernels(points[0]?.length ?? 1, WIDTHS).flatMap((kernel) => {
    const factor = factorOf(points.length, pairs, kernel);
    return warped.map((candidate) => fitOf(factor, candidate, kernel));
  });
  return fits.reduce(likelier);
}

function likelier(a: Fit, b: Fit): Fit {
  return b.likelihood > a.likelihood ? b : a;
}

function warpedBy({ power, below }: Warp, values: readonly number[]): Warped {
  const least = Math.min(...values);
  const gaps = values.map((value) => value - least);
  const middle = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] as number;
  const shift = below * middle || 1e-300;
  let jacobian = 0;
  const bent = Float64Array.from(gaps, (gap) => {
    const raised = gap + shift;
    if (power === 1) return gap;
    jacobian += (power - 1) * Math.log(raised) + Math.log(power === 0 ? 1 : power);
    return power === 0 ? Math.log(raised) : raised ** power;
  });
  const mean = bent.reduce((sum, value) => sum + value, 0) / bent.length;
  for (let n = 0; n < bent.length; n++) bent[n] = (bent[n] as number) - mean;
  const deviation = Math.max(Math.hypot(...bent) / Math.sqrt(bent.length), 1e-300);
  for (let n = 0; n < bent.length; n++) bent[n] = (bent[n] as number) / deviation;
  return { values: bent, jacobian: jacobian - bent.length * Math.log(deviation) };
}

function factorOf(points: number, pairs: SmoothPairs, kernel: SmoothKernel): Cholesky {
  const factor = createCholesky(points);
  const correlations = new Float64Array(pairs.count);
  kernel.correlate(pairs, correlations);
  for (let n = 0, first = 0; n < points; first += n++) {
    factor.append(correlations.subarray(first, first + n), 1 + NUGGET);
  }
  return factor;
}

function fitOf(factor: Cholesky, { values, jacobian }: Warped, kernel: SmoothKernel): Fit {
  const half = factor.forward(values);
  const signal = half.reduce((sum, part) => sum + part * part, 0) / values.length;
  const spread = values.length * Math.log(Math.max(signal, 1e-300));
  const likelihood = jacobian - 0.5 * (spread + factor.logDeterminant());
  return { likelihood, half, kernel, factor };
}
