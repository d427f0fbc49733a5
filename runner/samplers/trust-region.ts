import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Random } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';
import type { Evidence, Fact } from './evidence.ts';
import { gaussian } from './gaussian-draw.ts';
import { distanceAlong, factsAround, modelNear, type Surroundings } from './near-model.ts';
import type { SmoothModel } from './smooth-model.ts';

export interface LocalSearch {
  readonly space: Space;
  readonly evidence: Evidence;
  /** Half the width of the region, as a share of each range. */
  readonly radius: number;
  readonly random: Random;
}

/** Steps of the descent on the model. */
const STEPS = 200;

/** Facts, the newest, that may be near: older ones are far from the best by then. */
const MOST_LOOKED_AT = 500;

/**
 * The best point of a smooth model of the answers around the best set, inside a box around it: a
 * trust-region step (Conn, Scheinberg & Vicente 2009) whose model is a radial basis interpolant
 * (Wild, Regis & Shoemaker 2008), which needs fewer points than a quadratic one and turns into it as
 * the box shrinks. A point that would tell nothing new gives way to one that shapes the model.
 */
export function stepInside(search: LocalSearch): ParameterSet | null {
  const { space, evidence, radius } = search;
  const [best] = evidence.leaders;
  if (best === undefined) return null;
  const axes = axesOf(space, best);
  if (axes.length === 0) return null;
  const region = { best, axes, radius };
  const near = alike(evidence.facts, region);
  const goal = descend(region, near);
  const tooNear = 1e-3 * radius;
  if (goal !== null && near.every(({ x }) => distanceAlong(axes, goal, x) > tooNear)) {
    const set = space.fromUnit(goal);
    if (space.problem(set) === null && !evidence.knows(set)) return set;
  }
  return shapingSet(search, region);
}

/** Coordinates that move: those of ordered parameters the best set has. */
function axesOf({ parameters }: Space, { params }: Fact): number[] {
  return parameters.flatMap(({ ordered, levels, name }, i) =>
    ordered && levels !== 1 && Object.hasOwn(params, name) ? [i] : [],
  );
}

/** The facts around the best that have the same categories. */
function alike(facts: readonly Fact[], region: Surroundings): readonly Fact[] {
  const { best, axes } = region;
  const isAxis = new Set(axes);
  const same = facts
    .slice(-MOST_LOOKED_AT)
    .filter(
      ({ x, merit }) => merit.tier === 0 && x.every((v, i) => isAxis.has(i) || v === best.x[i]),
    );
  return factsAround(same, region);
}

/** The lowest point of the model in the region; null where too little is known for a model. */
function descend(region: Surroundings, near: readonly Fact[]): Float64Array | null {
  const { best, axes, radius } = region;
  const known = modelNear(near, region);
  if (known === null) return null;
  const { model, scale } = known;
  const low = axes.map((i) => -Math.min(radius, best.x[i] as number) / scale);
  const high = axes.map((i) => Math.min(radius, 1 - (best.x[i] as number)) / scale);
  const goal = minimise(model, { low, high });
  const point = best.x.slice();
  for (const [k, i] of axes.entries()) {
    point[i] = Math.min(1 - 1e-15, (best.x[i] as number) + scale * (goal[k] as number));
  }
  return point;
}

/** Spectral projected gradient (Birgin, Martínez & Raydan 2000) from the centre of a box. */
function minimise(
  model: SmoothModel,
  { low, high }: { readonly low: readonly number[]; readonly high: readonly number[] },
): Float64Array {
  const clip = (x: number, i: number): number =>
    Math.min(high[i] as number, Math.max(low[i] as number, x));
  let at = new Float64Array(low.length);
  let { value, gradient } = model.evaluate(at);
  let best = { at, value };
  let length = 1 / (Math.hypot(...gradient) || 1);
  for (let n = 0; n < STEPS; n++) {
    const next = at.map((x, i) => clip(x - length * (gradient[i] as number), i));
    const there = model.evaluate(next);
    let moved = 0;
    let curved = 0;
    for (let i = 0; i < next.length; i++) {
      const step = (next[i] as number) - (at[i] as number);
      moved += step * step;
      curved += step * ((there.gradient[i] as number) - (gradient[i] as number));
    }
    if (moved < 1e-20) break;
    if (there.value < best.value) best = { at: next, value: there.value };
    // Back to the best where the step went wrong by far.
    if (there.value > value + Math.abs(value - best.value) + 1e-12 && n % 10 === 9) {
      at = best.at;
      ({ value, gradient } = model.evaluate(at));
      length *= 0.1;
      continue;
    }
    at = next;
    ({ value, gradient } = there);
    length = curved > 0 ? moved / curved : length * 2;
    length = Math.min(1e6, Math.max(1e-12, length));
  }
  return best.at;
}

/** A random set of the region, which tells the model about directions it does not know. */
function shapingSet(
  { space, evidence, random }: LocalSearch,
  { best, axes, radius }: Surroundings,
): ParameterSet | null {
  for (let n = 0; n < 8; n++) {
    const point = best.x.slice();
    const direction = axes.map(() => gaussian(random));
    const length = Math.max(...direction.map(Math.abs));
    for (const [k, i] of axes.entries()) {
      const step = (radius * 2 ** n * (direction[k] as number)) / length;
      const x = (best.x[i] as number) + step;
      point[i] = x < 0 || x >= 1 ? (best.x[i] as number) - step : x;
    }
    const set = space.fromUnit(point.map((x) => Math.min(1 - 1e-15, Math.max(0, x))));
    if (space.problem(set) === null && !evidence.knows(set)) return set;
  }
  return null;
}
