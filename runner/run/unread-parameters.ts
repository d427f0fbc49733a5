import type { CompleteOutcome } from '../domain/executor.ts';
import { nearestName } from '../domain/nearest-name.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { UnreadParameter } from '../domain/run-record.ts';

/**
 * Finds tuned parameters that the strategy never asks for: LEAN ignores them in silence, and a
 * search over them is a search over nothing.
 */
export interface UnreadParameters {
  /** Empty until a backtest has told what it read. */
  readonly list: readonly UnreadParameter[];
  completed(outcome: CompleteOutcome, params: ParameterSet): void;
}

/** @param found told once, after the first backtest, of those that it did not read */
export function createUnreadParameters(
  found: (unread: readonly UnreadParameter[]) => void,
): UnreadParameters {
  const tried = new Set<string>();
  const read = new Set<string>();
  let last: readonly string[] | undefined;
  let list: readonly UnreadParameter[] = [];
  return {
    get list() {
      return list;
    },
    completed({ parametersRead }, params) {
      // Outcomes that travelled together share one list, and most read the same names.
      if (parametersRead === undefined || parametersRead === last) return;
      const first = last === undefined;
      last = parametersRead;
      for (const name of parametersRead) read.add(name);
      // A parameter that a condition leaves out of a set cannot be asked for.
      for (const name of Object.keys(params)) tried.add(name);
      const others = [...read].filter((name) => !tried.has(name));
      list = [...tried]
        .filter((name) => !read.has(name))
        .map((name) => ({ name, nearest: nearestName(name, others) ?? null }));
      if (first && list.length > 0) found(list);
    },
  };
}
