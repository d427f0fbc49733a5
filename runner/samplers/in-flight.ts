import type { ParameterSet } from '../domain/parameter-set.ts';
import type { HistoryBatch, Sampler, Told } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';

/** What a sampler keeps of the sets it asked for until they are told, in whatever order. */
export interface InFlight<T> {
  readonly size: number;
  add(set: ParameterSet, kept: T): void;
  /** What was kept of the set, the oldest where it was asked twice; undefined if it never was. */
  take(told: Pick<Told, 'params'>): T | undefined;
  clear(): void;
}

/** The keys of sets, each made once: a sampler looks at a set's key several times. */
export function rememberKeys(space: Space): (set: ParameterSet) => string {
  const keys = new WeakMap<ParameterSet, string>();
  return (set) => {
    let key = keys.get(set);
    if (key === undefined) {
      key = space.key(set);
      keys.set(set, key);
    }
    return key;
  };
}

export function createInFlight<T>(keyOf: (set: ParameterSet) => string): InFlight<T> {
  const kept = new Map<string, T[]>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(set, value) {
      const key = keyOf(set);
      const waiting = kept.get(key);
      if (waiting === undefined) kept.set(key, [value]);
      else waiting.push(value);
      size++;
    },
    take({ params }) {
      const key = keyOf(params);
      const waiting = kept.get(key);
      const first = waiting?.shift();
      if (waiting?.length === 0) kept.delete(key);
      if (first !== undefined) size--;
      return first;
    },
    clear() {
      kept.clear();
      size = 0;
    },
  };
}

/**
 * Leads a new sampler through its history: every ask is made again, so that what it kept of each set
 * is there when the recorded answer is told. Recorded sets count where they differ from those that
 * are asked now, as after a change of the budget.
 */
export function replay(
  sampler: Sampler,
  history: readonly HistoryBatch[],
  inFlight?: InFlight<unknown>,
): Sampler {
  for (const batch of history) {
    sampler.ask(batch.length);
    for (const told of batch) sampler.tell(told);
    inFlight?.clear();
  }
  return sampler;
}
