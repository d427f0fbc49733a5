import { chartRound } from './rounding.ts';
import type { SamplingPlan } from './sampling-plan.ts';

/** What one pass over the equity gives. */
export interface EquityMoments {
  readonly mean: number;
  /** Sample variance of daily returns. */
  readonly variance: number;
  /** Sample variance of the negative daily returns. */
  readonly downsideVariance: number;
  /** Sample covariance with the benchmark's daily returns. */
  readonly covariance: number;
  /** Bias-corrected skewness and excess kurtosis; NaN where undefined. */
  readonly skewness: number;
  readonly kurtosis: number;
}

/**
 * Daily returns in one pass. Their mean is far smaller than their spread, so that sums of powers
 * lose no digits that matter; days on which nothing happened have a return of 0 and are only counted.
 * @param equity the portfolio's value before the first slice, then after each
 */
export function equityMoments(equity: Float64Array, plan: SamplingPlan): EquityMoments {
  const { dayFrom, dayTo, dayBenchmark, days } = plan;
  let sum = 0;
  let squares = 0;
  let cubes = 0;
  let fourths = 0;
  let products = 0;
  let losses = 0;
  let lossSum = 0;
  let lossSquares = 0;
  for (let day = 0; day < dayFrom.length; day++) {
    const before = equity[dayFrom[day] as number] as number;
    const after = equity[dayTo[day] as number] as number;
    if (before === after || before === 0) continue;
    const gain = (after - before) / before;
    const square = gain * gain;
    sum += gain;
    squares += square;
    cubes += square * gain;
    fourths += square * square;
    products += gain * (dayBenchmark[day] as number);
    if (gain < 0) {
      losses++;
      lossSum += gain;
      lossSquares += square;
    }
  }
  const mean = sum / Math.max(1, days);
  return {
    mean,
    variance: sampleVariance(sum, squares, days),
    downsideVariance: sampleVariance(lossSum, lossSquares, losses),
    covariance: days > 1 ? (products - sum * plan.benchmarkMean) / (days - 1) : 0,
    ...shape({ sum, squares, cubes, fourths }, days),
  };
}

/** The same of daily returns with the digits that LEAN's charts keep of them, which it reads them from. */
export function chartMoments(equity: Float64Array, plan: SamplingPlan): EquityMoments {
  const { length } = plan.dayFrom;
  const rounded = new Float64Array(2 * length).fill(100);
  for (let day = 0; day < length; day++) {
    const before = equity[plan.dayFrom[day] as number] as number;
    const after = equity[plan.dayTo[day] as number] as number;
    if (before !== 0) rounded[2 * day + 1] = 100 + chartRound(((after - before) / before) * 100);
  }
  const dayFrom = plan.dayFrom.map((_, day) => 2 * day);
  const dayTo = plan.dayTo.map((_, day) => 2 * day + 1);
  return equityMoments(rounded, { ...plan, dayFrom, dayTo });
}

function sampleVariance(sum: number, squares: number, count: number): number {
  return count > 1 ? Math.max(0, (squares - (sum * sum) / count) / (count - 1)) : 0;
}

/** Sample skewness and excess kurtosis (Joanes & Gill 1998, G1 and G2). */
function shape(
  { sum, squares, cubes, fourths }: Record<'sum' | 'squares' | 'cubes' | 'fourths', number>,
  n: number,
): { skewness: number; kurtosis: number } {
  const mean = sum / n;
  const m2 = squares / n - mean ** 2;
  const m3 = cubes / n - (3 * mean * squares) / n + 2 * mean ** 3;
  const m4 = fourths / n - (4 * mean * cubes) / n + (6 * mean ** 2 * squares) / n - 3 * mean ** 4;
  if (!(m2 > 0) || n < 4) return { skewness: Number.NaN, kurtosis: Number.NaN };
  const g1 = m3 / m2 ** 1.5;
  const g2 = m4 / m2 ** 2 - 3;
  return {
    skewness: (Math.sqrt(n * (n - 1)) / (n - 2)) * g1,
    kurtosis: ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * g2 + 6),
  };
}
