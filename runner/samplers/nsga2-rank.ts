import { crowdingDistances, nonDominatedRanks, type Point } from '../domain/non-dominated.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Told } from '../domain/sampler.ts';
import { compareMerits, meritOf } from './merit.ts';

export interface Individual {
  readonly params: ParameterSet;
  /** The fronts come first, then those that are not feasible, each on a front of its own. */
  readonly front: number;
  readonly crowding: number;
}

/** Ranks of a population with feasibility first (Deb et al. 2002, §VI), the best first. */
export function rankAll(answers: readonly Told[]): Individual[] {
  const feasible = answers.filter(({ status }) => status === 'complete');
  const points = feasible.map(objectivesOf);
  const ranks = nonDominatedRanks(points);
  const crowding = crowdingByFront(points, ranks);
  const ranked = feasible.map(({ params }, n) => {
    return { params, front: ranks[n] as number, crowding: crowding[n] as number };
  });
  const last = ranked.reduce((most, { front }) => Math.max(most, front), -1);
  const others = answers
    .filter(({ status }) => status !== 'complete')
    .map((told) => ({ params: told.params, merit: meritOf(told) }))
    .sort((a, b) => compareMerits(a.merit, b.merit))
    .map(({ params }, n) => ({ params, front: last + 1 + n, crowding: 0 }));
  return [...ranked.sort(byRank), ...others];
}

/** Negative where the first comes before: a better front, or more room on the same one. */
export function byRank(a: Individual, b: Individual): number {
  if (a.front !== b.front) return a.front - b.front;
  if (a.crowding === b.crowding) return 0;
  return a.crowding > b.crowding ? -1 : 1;
}

function objectivesOf({ objectives, fitness }: Told): Point {
  return objectives ?? [fitness];
}

function crowdingByFront(points: readonly Point[], ranks: Int32Array): Float64Array {
  const crowding = new Float64Array(points.length);
  const fronts = new Map<number, number[]>();
  for (const [n, rank] of ranks.entries()) {
    const front = fronts.get(rank);
    if (front === undefined) fronts.set(rank, [n]);
    else front.push(n);
  }
  for (const front of fronts.values()) {
    const distances = crowdingDistances(front.map((n) => points[n] as Point));
    for (const [place, n] of front.entries()) crowding[n] = distances[place] as number;
  }
  return crowding;
}
