import type { Told } from '../domain/sampler.ts';

interface Known {
  readonly id: number;
  readonly told: Told;
}

/** The most seeds a stage is given. */
const MOST_SEEDS = 1_000;

/** Every parameter set a search has evaluated, by its canonical key, so that none is evaluated twice. */
export interface EvaluationCache {
  readonly size: number;
  find(key: string): Known | undefined;
  add(key: string, id: number, told: Told): void;
  /** The best valid sets, best first, the older of equals first; at most 1,000. */
  best(): Told[];
}

export function createEvaluationCache(): EvaluationCache {
  const known = new Map<string, Known>();
  return {
    get size() {
      return known.size;
    },
    find: (key) => known.get(key),
    add(key, id, told) {
      known.set(key, { id, told });
    },
    best() {
      return [...known.values()]
        .filter(({ told }) => told.status === 'complete')
        .sort((a, b) => b.told.fitness - a.told.fitness || a.id - b.id)
        .slice(0, MOST_SEEDS)
        .map(({ told }) => told);
    },
  };
}
