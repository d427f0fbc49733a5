import { placeOf } from '../data/place-of.ts';
import type { SamplingPlan } from './sampling-plan.ts';

/** The positions of the equity that a plan looks at, and the plan for their values alone. */
export interface KeptPositions {
  /** Ascending: the first is 0, the last that after the last slice. */
  readonly kept: Int32Array;
  readonly plan: SamplingPlan;
}

export function keptPositions(plan: SamplingPlan, slices: number): KeptPositions {
  const { sampled, dayFrom, dayTo, turnoverPosition } = plan;
  const all = [sampled, dayFrom, dayTo, turnoverPosition];
  // Not in a set: that of a century of samples takes more memory than its backtests.
  const sorted = joined(all, [0, slices]).sort();
  const kept = sorted.filter((position, place) => position !== sorted[place - 1]);
  const placesOf = (positions: Int32Array) => positions.map((position) => placeOf(kept, position));
  return {
    kept,
    plan: {
      ...plan,
      sampled: placesOf(sampled),
      dayFrom: placesOf(dayFrom),
      dayTo: placesOf(dayTo),
      turnoverPosition: placesOf(turnoverPosition),
    },
  };
}

function joined(parts: readonly Int32Array[], others: readonly number[]): Int32Array {
  const length = parts.reduce((sum, part) => sum + part.length, others.length);
  const all = new Int32Array(length);
  all.set(others);
  let at = others.length;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
