import type { Metrics } from './metrics.ts';

/**
 * Metrics → the number that is maximised; −Infinity is invalid. Pure and total: a missing metric
 * makes the set invalid, it is never taken as 0.
 */
export type Fitness = (metrics: Metrics) => number;

export interface FitnessFactory<Options = never> {
  create(options: Options): Fitness;
  /** The limits that the set misses, by how much; empty where it is valid. */
  violations(options: Options): (metrics: Metrics) => Readonly<Record<string, number>>;
}

/** Rounds to 10 significant digits, so that decimal and binary arithmetic choose alike. */
export function roundFitness(value: number): number {
  if (Number.isNaN(value)) return Number.NEGATIVE_INFINITY;
  return Number.isFinite(value) ? Number(value.toPrecision(10)) : value;
}
