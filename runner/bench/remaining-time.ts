import type { SearchTask } from './bench-record.ts';

type Timed = Pick<SearchTask, 'sampler' | 'problem' | 'evaluations'>;

/** Estimates what the searches that are left will take from those that were made. */
export interface RemainingTime {
  made(task: Timed, ms: number): void;
  /** Seconds with so many slots; null where nothing tells anything yet. */
  seconds(left: readonly Timed[], slots: number): Remaining;
}

export interface Remaining {
  readonly seconds: number;
  /** Searches of a kind of which none was made yet: they come on top. */
  readonly unknown: number;
}

interface Sum {
  ms: number;
  count: number;
}

export function createRemainingTime(): RemainingTime {
  const sums = new Map<string, Sum>();

  function add(key: string, ms: number): void {
    const sum = sums.get(key) ?? { ms: 0, count: 0 };
    sum.ms += ms;
    sum.count++;
    sums.set(key, sum);
  }

  function expected(task: Timed): number | null {
    for (const key of keysOf(task)) {
      const sum = sums.get(key);
      if (sum !== undefined) return sum.ms / sum.count;
    }
    return null;
  }

  return {
    made(task, ms) {
      for (const key of keysOf(task)) add(key, ms);
    },
    seconds(left, slots) {
      let total = 0;
      let longest = 0;
      let unknown = 0;
      for (const task of left) {
        const ms = expected(task);
        if (ms === null) unknown++;
        total += ms ?? 0;
        longest = Math.max(longest, ms ?? 0);
      }
      return { seconds: Math.max(total / slots, longest) / 1000, unknown };
    },
  };
}

/** The nearest first: the same search with another seed, then the sampler on another problem. */
function keysOf({ sampler, problem, evaluations }: Timed): readonly string[] {
  return [`${sampler} ${evaluations} ${problem}`, `${sampler} ${evaluations}`];
}
