import type { Fact } from './evidence.ts';
import { createSmoothModel, type SmoothModel } from './smooth-model.ts';

/** A model of the answers around a set, in coordinates that are 0 there. */
export interface NearModel {
  readonly model: SmoothModel;
  /** What 1 is in its coordinates, as a share of each range. */
  readonly scale: number;
}

interface NearOptions {
  /** The set in the middle. */
  readonly best: Fact;
  /** Coordinates that move. */
  readonly axes: readonly number[];
  /** Half the width of the region in which the model will be asked. */
  readonly radius: number;
}

/** So many radii away facts still count as near. */
const NARROW = 6;

/**
 * The model of the near facts has to miss them by so many times less than that of all: in a narrow
 * valley it has too few of them to know, and does worse the smaller the region gets.
 */
const ADVANTAGE = 2;

/**
 * Models the nearest facts, or all given: whichever foretells the answers next to the middle better,
 * each left out in turn (Rasmussen & Williams 2006, §5.4.2). Near facts show what far ones hide where
 * the function bends; where it is about quadratic the far ones say as much and are many more.
 *
 * `facts` come by distance from `best`. Null where they are too few.
 */
export function modelNear(
  facts: readonly Fact[],
  { best, axes, radius }: NearOptions,
): NearModel | null {
  if (facts.length <= axes.length) return null;
  const distances = facts.map(({ x }) => distanceAlong(axes, x, best.x));
  const narrow = distances.filter((distance) => distance < NARROW * radius).length;
  const modelOf = (count: number, scale: number): NearModel => {
    const known = facts.slice(0, count);
    const points = known.map(({ x }) =>
      axes.map((i) => ((x[i] as number) - (best.x[i] as number)) / scale),
    );
    // Fitness is maximised.
    const values = known.map(({ merit }) => -merit.value);
    return { scale, model: createSmoothModel(points, values) };
  };
  const farthest = distances.at(-1) as number;
  const wide = (): NearModel => modelOf(facts.length, Math.max(radius, farthest / NARROW));
  if (narrow <= axes.length) return wide();
  const near = modelOf(narrow, radius);
  if (narrow === facts.length) return near;
  const all = wide();
  const looked = Math.min(narrow, 2 * (axes.length + 1));
  return missOf(all, looked) < ADVANTAGE * missOf(near, looked) ? all : near;
}

/** The median miss of the nearest answers. */
function missOf({ model }: NearModel, looked: number): number {
  const misses = Array.from({ length: looked }, (_, n) => model.missAt(n));
  return misses.sort((a, b) => a - b)[looked >> 1] as number;
}

/** The largest difference of a coordinate. */
export function distanceAlong(axes: readonly number[], a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (const i of axes) largest = Math.max(largest, Math.abs((a[i] as number) - (b[i] as number)));
  return largest;
}
