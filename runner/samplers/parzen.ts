import type { Parameter } from '../domain/parameter.ts';
import type { Random } from '../domain/random.ts';
import { type Bandwidth, bandwidths } from './bandwidth.ts';
import { type Axis, categoryAxis, numericAxis } from './parzen-axis.ts';

/** A mixture of product kernels over some parameters: one kernel an observation, and a prior. */
export interface Parzen {
  /** Coordinates of a draw, in the order of the parameters. */
  sample(random: Random): Float64Array;
  logDensity(x: Float64Array): number;
}

export interface ParzenOptions {
  readonly bandwidth: Bandwidth;
  readonly prior_weight: number;
}

/** Observations that keep full weight; older ones fade. */
const FULL_WEIGHT = 25;

/**
 * @param columns a column of coordinates for each parameter, in the order of trials
 */
export function createParzen(
  parameters: readonly Parameter[],
  columns: readonly Float64Array[],
  { bandwidth, prior_weight }: ParzenOptions,
): Parzen {
  const count = columns[0]?.length ?? 0;
  const dimensions = parameters.length;
  const weights = weightsOf(count, prior_weight);
  const logWeights = weights.map(Math.log);
  const axes = parameters.map((parameter, place): Axis => {
    const observed = columns[place] as Float64Array;
    if (!parameter.ordered) return categoryAxis(parameter.levels ?? 1, observed);
    return numericAxis(parameter, observed, bandwidths(observed, { kind: bandwidth, dimensions }));
  });
  const sums = new Float64Array(count + 1);
  return {
    sample(random) {
      const kernel = pick(weights, random);
      return Float64Array.from(axes, (axis) => axis.sample(kernel, random));
    },
    logDensity(x) {
      sums.set(logWeights);
      for (const [place, axis] of axes.entries()) axis.addLogDensity(x[place] as number, sums);
      return logSumExp(sums);
    },
  };
}

/** Recent observations weigh 1, those before them rise from 1/n to 1 (Bergstra et al. 2013); sum 1. */
function weightsOf(count: number, prior: number): Float64Array {
  const weights = new Float64Array(count + 1).fill(1);
  const older = count - FULL_WEIGHT;
  for (let n = 0; n < older; n++) {
    const first = 1 / count;
    weights[n] = older === 1 ? first : first + ((1 - first) * n) / (older - 1);
  }
  weights[count] = prior;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function pick(weights: Float64Array, random: Random): number {
  let rest = random();
  for (let kernel = 0; kernel < weights.length - 1; kernel++) {
    rest -= weights[kernel] as number;
    if (rest < 0) return kernel;
  }
  return weights.length - 1;
}

function logSumExp(values: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < values.length; n++) largest = Math.max(largest, values[n] as number);
  if (largest === Number.NEGATIVE_INFINITY) return largest;
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += Math.exp((values[n] as number) - largest);
  return largest + Math.log(sum);
}
