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

interface Kept<T> {
  readonly set: ParameterSet;
  readonly value: T;
}

/** As long as the sets themselves are told in the order of asking, no key is made. */
export function createInFlight<T>(keyOf: (set: ParameterSet) => string): InFlight<T> {
  /** In the order of asking, while that is the order of telling, too. */
  const queue: Kept<T>[] = [];
  /** From the first that is told out of turn, until all are told. */
  const byKey = new Map<string, T[]>();
  let size = 0;

  const index = ({ set, value }: Kept<T>): void => {
    const key = keyOf(set);
    const waiting = byKey.get(key);
    if (waiting === undefined) byKey.set(key, [value]);
    else waiting.push(value);
  };
  const takeByKey = (key: string): T | undefined => {
    const waiting = byKey.get(key);
    const first = waiting?.shift();
    if (waiting?.length === 0) byKey.delete(key);
    return first;
  };

  return {
    get size() {
      return size;
    },
    add(set, value) {
      const kept = { set, value };
      if (byKey.size > 0) index(kept);
      else queue.push(kept);
      size++;
    },
    take({ params }) {
      if (size === 0) return undefined;
      let value: T | undefined;
      if (queue[0]?.set === params) value = queue.shift()?.value;
      else {
        for (const kept of queue.splice(0)) index(kept);
        value = takeByKey(keyOf(params));
      }
      if (value !== undefined) size--;
      return value;
    },
    clear() {
      queue.length = 0;
      byKey.clear();
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
