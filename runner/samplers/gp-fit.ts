import { type Cholesky, createCholesky } from './cholesky.ts';
import type { KernelShape, PointTable } from './gp-kernel.ts';
import { createPairs, type Pairs } from './gp-pairs.ts';

/** Steps of the optimizer for each start. */
const STEPS = 25;

const LENGTH = { mean: Math.log(0.5), deviation: 1 };
const MIXTURE = { mean: 0, deviation: 1.5 };

/**
 * What a fit expects: a landscape that the kernel sees whole, be it smooth or of many hills, or a trend
 * with ripples on it, finer than the kernel's lengths and perhaps higher than the trend.
 */
export type Landscape = 'plain' | 'rippled';

interface Belief {
  /** Where lengths and noise start to climb. */
  readonly starts: readonly { readonly length: number; readonly noise: number }[];
  readonly noise: { readonly mean: number; readonly deviation: number; readonly most: number };
}

const BELIEFS: Readonly<Record<Landscape, Belief>> = {
  plain: {
    starts: [
      { length: 0.6, noise: 1e-4 },
      { length: 0.2, noise: 1e-4 },
    ],
    noise: { mean: Math.log(1e-4), deviation: 2, most: 0.3 },
  },
  rippled: {
    starts: [
      { length: 0.6, noise: 1e-4 },
      { length: 0.8, noise: 0.1 },
    ],
    noise: { mean: Math.log(1e-3), deviation: 3, most: 2 },
  },
};

interface Fitted {
  readonly pairs: Pairs;
  readonly y: Float64Array;
  readonly belief: Belief;
}

/**
 * The kernel's hyperparameters with the largest posterior density: the likelihood with the signal's
 * variance profiled out (Rasmussen & Williams 2006, eq. 5.9) under wide priors, climbed by Rprop
 * (Riedmiller & Braun 1993) from two starts.
 */
export function fitKernel(
  table: PointTable,
  y: Float64Array,
  landscape: Landscape = 'plain',
): KernelShape {
  const belief = BELIEFS[landscape];
  const pairs = createPairs(table);
  let best = { density: Number.NEGATIVE_INFINITY, theta: new Float64Array(0) };
  for (const { length, noise } of belief.starts) {
    const theta = new Float64Array(table.dimensions + 2).fill(Math.log(length));
    theta[table.dimensions] = MIXTURE.mean;
    theta[table.dimensions + 1] = Math.log(noise);
    const climbed = climb(theta, { pairs, y, belief });
    if (climbed.density > best.density) best = climbed;
  }
  return shapeOf(best.theta);
}

function shapeOf(theta: Float64Array): KernelShape {
  const d = theta.length - 2;
  return {
    lengths: theta.slice(0, d).map(Math.exp),
    additive: 1 / (1 + Math.exp(-(theta[d] as number))),
    noise: Math.exp(theta[d + 1] as number),
  };
}

function climb(theta: Float64Array, fitted: Fitted) {
  let best = { density: Number.NEGATIVE_INFINITY, theta: theta.slice() };
  const steps = new Float64Array(theta.length).fill(0.3);
  const last = new Float64Array(theta.length);
  for (let n = 0; n < STEPS; n++) {
    const { density, gradient } = posterior(theta, fitted);
    if (density > best.density) best = { density, theta: theta.slice() };
    for (let i = 0; i < theta.length; i++) {
      const slope = gradient[i] as number;
      const agreement = slope * (last[i] as number);
      const factor = agreement > 0 ? 1.3 : agreement < 0 ? 0.5 : 1;
      steps[i] = Math.min(1, Math.max(1e-3, (steps[i] as number) * factor));
      theta[i] = (theta[i] as number) + Math.sign(slope) * (steps[i] as number);
      last[i] = slope;
    }
    bound(theta, fitted.belief);
  }
  return best;
}

function bound(theta: Float64Array, { noise }: Belief): void {
  const d = theta.length - 2;
  for (let i = 0; i < d; i++) theta[i] = Math.min(3, Math.max(-4, theta[i] as number));
  theta[d] = Math.min(5, Math.max(-5, theta[d] as number));
  theta[d + 1] = Math.min(Math.log(noise.most), Math.max(Math.log(1e-8), theta[d + 1] as number));
}

function posterior(theta: Float64Array, { pairs, y, belief }: Fitted) {
  const shape = shapeOf(theta);
  const n = y.length;
  const d = theta.length - 2;
  const factor = factorOf(pairs.correlate(shape), shape.noise);
  const alpha = factor.backward(factor.forward(y));
  let fit = 0;
  for (let j = 0; j < n; j++) fit += (y[j] as number) * (alpha[j] as number);
  const signal = Math.max(fit / n, 1e-300);
  const gradient = new Float64Array(d + 2);
  const inverse = factor.inverse();
  let trace = 0;
  const weights = Array.from({ length: n }, (_, j) => {
    const own = (alpha[j] as number) / signal;
    trace += own * (alpha[j] as number) - (inverse[j * n + j] as number);
    const row = new Float64Array(j);
    for (let k = 0; k < j; k++) {
      row[k] = own * (alpha[k] as number) - (inverse[j * n + k] as number);
    }
    return row;
  });
  const byMixture = pairs.addSlopes(weights, gradient);
  gradient[d] = byMixture * shape.additive * (1 - shape.additive);
  gradient[d + 1] = 0.5 * trace * shape.noise;
  const likelihood = -0.5 * (n * Math.log(signal) + factor.logDeterminant());
  return { density: likelihood + addPriors(theta, gradient, belief), gradient };
}

/** Adds the slopes of the priors to a gradient; gives their log density. */
function addPriors(theta: Float64Array, gradient: Float64Array, { noise }: Belief): number {
  const d = theta.length - 2;
  let density = 0;
  for (let i = 0; i < theta.length; i++) {
    const prior = i < d ? LENGTH : i === d ? MIXTURE : noise;
    const off = ((theta[i] as number) - prior.mean) / prior.deviation;
    density -= 0.5 * off * off;
    gradient[i] = (gradient[i] as number) - off / prior.deviation;
  }
  return density;
}

/** The factor of a correlation matrix with noise on its diagonal. */
function factorOf(rows: readonly Float64Array[], noise: number): Cholesky {
  const factor = createCholesky(rows.length);
  for (const row of rows) factor.append(row, 1 + noise);
  return factor;
}
