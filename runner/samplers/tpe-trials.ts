import type { Told } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';

/** Coordinates of a set: places in the unit interval, levels of categories, NaN where absent. */
export type Coordinates = Float64Array;

export interface Split {
  readonly good: readonly Coordinates[];
  readonly bad: readonly Coordinates[];
}

/** The evaluations a tree-structured Parzen estimator learns from, in the order they were told. */
export interface Trials {
  /** Trials with a result; failed ones are not among them. */
  readonly finished: number;
  add(told: Told): void;
  /** The best `count` and all others, failed ones included, both in the order of telling. */
  split(count: number): Split;
}

/** What trials are ranked by: complete ones, pruned ones, invalid ones; then the value. */
interface Rank {
  readonly group: number;
  /** Larger is better. */
  readonly value: number;
}

export function createTrials(space: Space): Trials {
  const all: Coordinates[] = [];
  /** Places in `all` with their ranks, best first, the older of equals first. */
  const ranked: { place: number; rank: Rank }[] = [];
  return {
    get finished() {
      return ranked.length;
    },
    add(told) {
      const place = all.push(coordinatesOf(told, space)) - 1;
      if (told.status === 'failed') return;
      const rank = rankOf(told);
      ranked.splice(placeFor(rank, ranked), 0, { place, rank });
    },
    split(count) {
      const best = new Set(ranked.slice(0, count).map(({ place }) => place));
      return {
        good: all.filter((_, place) => best.has(place)),
        bad: all.filter((_, place) => !best.has(place)),
      };
    },
  };
}

export function coordinatesOf({ params }: Pick<Told, 'params'>, space: Space): Coordinates {
  return Float64Array.from(space.parameters, (parameter) => {
    if (!Object.hasOwn(params, parameter.name)) return Number.NaN;
    const value = params[parameter.name] as number;
    return parameter.ordered ? parameter.toUnit(value) : parameter.levelOf(value);
  });
}

function rankOf({ status, fitness, violations }: Told): Rank {
  const value = Number.isNaN(fitness) ? Number.NEGATIVE_INFINITY : fitness;
  if (status === 'complete') return { group: 0, value };
  if (status === 'pruned') return { group: 1, value };
  // Feasibility first: the less its limits are missed, the better an invalid set.
  const missed = Object.values(violations);
  const total = missed.reduce((sum, amount) => sum + amount, 0);
  return { group: 2, value: missed.length === 0 ? Number.NEGATIVE_INFINITY : -total };
}

function placeFor(rank: Rank, ranked: readonly { rank: Rank }[]): number {
  let low = 0;
  let high = ranked.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = (ranked[middle] as { rank: Rank }).rank;
    const before =
      other.group < rank.group || (other.group === rank.group && other.value >= rank.value);
    if (before) low = middle + 1;
    else high = middle;
  }
  return low;
}
