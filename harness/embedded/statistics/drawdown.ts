import { MS_PER_DAY } from '../data/calendar-day.ts';
import type { SamplingPlan } from './sampling-plan.ts';

export interface Drawdown {
  /** Deepest fall from a peak, as a positive fraction. */
  readonly depth: number;
  /** Longest time from a peak until it was reached again, in whole days. */
  readonly recoveryDays: number;
}

/** @param equity the portfolio's value before the first slice, then after each */
export function measureDrawdown(equity: Float64Array, plan: SamplingPlan): Drawdown {
  const { sampled, sampledFirst, sampledLast } = plan;
  let peak = equity[sampled[0] ?? 0] as number;
  let peakTime = sampledLast[0] ?? 0;
  let isBelow = false;
  let lowest = 1;
  let longest = 0;
  for (let index = 1; index < sampled.length; index++) {
    const value = equity[sampled[index] as number] as number;
    if (value < peak) {
      isBelow = true;
      const ratio = value / peak;
      if (ratio < lowest) lowest = ratio;
      continue;
    }
    if (isBelow) {
      const span = (sampledFirst[index] as number) - peakTime;
      if (span > longest) longest = span;
      isBelow = false;
    }
    peak = value;
    peakTime = sampledLast[index] as number;
  }
  return { depth: 1 - lowest, recoveryDays: Math.floor(longest / MS_PER_DAY) };
}
