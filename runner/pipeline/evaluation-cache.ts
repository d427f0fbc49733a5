import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Told } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';

/** What answers a set. */
export interface Known {
  readonly id: number;
  readonly told: Told;
  /** Where the evaluation is, `run/symbol#id`, where an earlier run of the study made it. */
  readonly from?: string;
}

/** The most seeds a stage is given. */
const MOST_SEEDS = 1_000;

/** The same for the same set: its point in the grid where it stands at one, else its canonical text. */
export type SetKey = number | string;

export function keyOf(space: Space, set: ParameterSet): SetKey {
  const point = space.pointOf?.(set) ?? -1;
  return point >= 0 ? point : space.key(set);
}

/** Every parameter set a search has evaluated, so that none is evaluated twice. */
export interface EvaluationCache {
  readonly size: number;
  find(key: SetKey): Known | undefined;
  add(key: SetKey, id: number, told: Told): void;
  /** Adds what an earlier run of the study has made; the first of a set's stays. */
  adopt(key: SetKey, known: Known): void;
  /** How many of the sets came from the study. */
  readonly adopted: number;
  /** The best valid sets, best first, the older of equals first; at most 1,000. */
  best(): Told[];
}

export function createEvaluationCache(): EvaluationCache {
  const known = new Map<SetKey, Known>();
  let adopted = 0;
  return {
    get size() {
      return known.size;
    },
    get adopted() {
      return adopted;
    },
    adopt(key, earlier) {
      if (known.has(key)) return;
      known.set(key, earlier);
      adopted++;
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
