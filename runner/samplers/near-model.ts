import type { Fact } from './evidence.ts';
import { createSmoothModel, type SmoothModel } from './smooth-model.ts';

/** A model of the answers around a set, in coordinates that are 0 there. */
export interface NearModel {
  readonly model: SmoothModel;
  /** What 1 is in its coordinates, as a share of each range. */
  readonly scale: number;
}

export interface Surroundings {
  /** The set in the middle. */
  readonly best: Fact;
  /** Coordinates that move. */
  readonly axes: readonly number[];
  /** Half the width of the region in which a model will be asked. */
  readonly radius: number;
}

/** So many of a model's units away is the farthest fact of a wide model, and of a near one at most. */
const FARTHEST = 6;

/** Facts for each coordinate that are looked at however far they are. */
const ENOUGH = 8;

/** Facts for each coordinate from which on they are: before, the far ones tell of other hills. */
const LATE = 20;

/** Basis functions no wider than this say that hardly any answer tells of the next. */
const ROUGH = 2;

/** The facts that may tell of a region, by distance: the near ones, and `ENOUGH` once it is `LATE`. */
export function factsAround(
  facts: readonly Fact[],
  { best, axes, radius }: Surroundings,
): readonly Fact[] {
  const most = Math.max(30, Math.min(110, (axes.length + 1) * (axes.length + 2)));
  const enough = facts.length >= LATE * axes.length ? ENOUGH * axes.length : 0;
  return facts
    .map((fact) => ({ fact, distance: distanceAlong(axes, fact.x, best.x) }))
    .sort((a, b) => a.distance - b.distance)
    .filter(({ distance }, n) => n < enough || distance < FARTHEST * radius)
    .slice(0, most)
    .map(({ fact }) => fact);
}

/**
 * Models the near facts where they find the function smooth, else all facts where those do, by the
 * width that is likeliest. In a long narrow valley a region shrinks until too few facts are near to
 * know how it bends, which far ones know; but among ripples those tell of other hills.
 *
 * `facts` come by distance from `best`. Null where they are too few.
 */
export function modelNear(facts: readonly Fact[], around: Surroundings): NearModel | null {
  const { best, axes, radius } = around;
  if (facts.length <= axes.length) return null;
  const distances = facts.map(({ x }) => distanceAlong(axes, x, best.x));
  const near = distances.filter((distance) => distance < FARTHEST * radius).length;
  const narrow = near > axes.length ? modelOf(facts.slice(0, near), around, radius) : null;
  if (narrow !== null && (near === facts.length || narrow.model.width > ROUGH)) return narrow;
  const wide = modelOf(facts, around, Math.max(radius, (distances.at(-1) as number) / FARTHEST));
  return narrow === null || wide.model.width > ROUGH ? wide : narrow;
}

function modelOf(facts: readonly Fact[], { best, axes }: Surroundings, scale: number): NearModel {
  const points = facts.map(({ x }) =>
    axes.map((i) => ((x[i] as number) - (best.x[i] as number)) / scale),
  );
  // Fitness is maximised.
  const values = facts.map(({ merit }) => -merit.value);
  return { scale, model: createSmoothModel(points, values) };
}

/** The largest difference of a coordinate. */
export function distanceAlong(axes: readonly number[], a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (const i of axes) largest = Math.max(largest, Math.abs((a[i] as number) - (b[i] as number)));
  return largest;
}
