import type { SamplingPlan } from './sampling-plan.ts';

/** The positions of the equity that a plan looks at, and the plan for their values alone. */
export interface KeptPositions {
  /** Ascending: the first is 0, the last that after the last slice. */
  readonly kept: Int32Array;
  readonly plan: SamplingPlan;
}

export function keptPositions(plan: SamplingPlan, slices: number): KeptPositions {
  const { sampled, dayFrom, dayTo, turnoverPosition } = plan;
  const wanted = new Set<number>([0, slices]);
  for (const positions of [sampled, dayFrom, dayTo, turnoverPosition]) {
    for (const position of positions) wanted.add(position);
  }
  const kept = Int32Array.from(wanted).sort();
  const places = new Map(Array.from(kept, (position, place) => [position, place]));
  const placesOf = (positions: Int32Array) =>
    positions.map((position) => places.get(position) as number);
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
