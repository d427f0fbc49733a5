import { type Pace, paceOf } from '../analysis/pace.ts';
import type { SearchCursor } from './search-cursor.ts';
import { quantilesOf } from './search-sample.ts';

/** How one search went, in so few figures that many are compared on one page. */
export interface SearchCourse {
  readonly evaluations: number;
  readonly valid: number;
  /** Of running: the time in which the run stood still is left out. */
  readonly seconds: number;
  /** Improvements: [evaluations made, fitness]. */
  readonly byEvaluations: readonly (readonly [number, number])[];
  /** Improvements in the order of time: [seconds of running, fitness]. */
  readonly bySeconds: Pace['best'];
  /** Fitness of all valid ones at evenly spaced shares, lowest first: 0 %, 0.5 %, … 100 %. */
  readonly quantiles: readonly number[];
}

/** @param cursor visited in the order of asking */
export function searchCourse(cursor: Pick<SearchCursor, 'visit'>): SearchCourse {
  const at: number[] = [];
  const ms: number[] = [];
  const fitness: number[] = [];
  const byEvaluations: [number, number][] = [];
  let leader = Number.NEGATIVE_INFINITY;
  cursor.visit((row) => {
    const value = row.status === 'complete' ? row.fitness : Number.NEGATIVE_INFINITY;
    at.push(row.at);
    ms.push(row.ms);
    fitness.push(value);
    if (!Number.isFinite(value) || value <= leader) return;
    leader = value;
    byEvaluations.push([at.length, value]);
  });
  const valid = Float64Array.from(fitness.filter(Number.isFinite));
  const { seconds, best: bySeconds } = paceOf({ at, ms, fitness });
  return {
    evaluations: at.length,
    valid: valid.length,
    seconds,
    byEvaluations,
    bySeconds,
    quantiles: quantilesOf(valid),
  };
}
