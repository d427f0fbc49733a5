import type { SearchedOnce } from './search-once.ts';

type Improving = Pick<SearchedOnce, 'improvements'>;

/** The best value after so many evaluations; Infinity before anything valid was found. */
export function valueAfter({ improvements }: Improving, evaluations: number): number {
  const last = improvements.findLast(([made]) => made <= evaluations);
  return last === undefined ? Number.POSITIVE_INFINITY : last[1];
}

/** Evaluations until a value was reached; Infinity where it was not. */
export function evaluationsTo({ improvements }: Improving, value: number): number {
  const first = improvements.find(([, found]) => found <= value);
  return first === undefined ? Number.POSITIVE_INFINITY : first[0];
}
