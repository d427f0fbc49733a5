import { quartilesOf } from './quartiles.ts';
import type { SearchedOnce } from './search-once.ts';

type Improving = Pick<SearchedOnce, 'improvements'>;

/** The best value after so many evaluations; Infinity before anything valid was found. */
export function valueAfter({ improvements }: Improving, evaluations: number): number {
  const last = improvements.findLast(([made]) => made <= evaluations);
  return last === undefined ? Number.POSITIVE_INFINITY : last[1];
}

/** The median of several searches after so many evaluations. */
export function medianAfter(searches: readonly Improving[], evaluations: number): number {
  return quartilesOf(searches.map((search) => valueAfter(search, evaluations))).median;
}

/** Evaluations after which the median of searches is as good as a value; null where it never is. */
export function evaluationsTo(
  searches: readonly Improving[],
  value: number,
  most: number,
): number | null {
  if (!(medianAfter(searches, most) <= value)) return null;
  let [low, high] = [1, most];
  // The median only ever gets better.
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (medianAfter(searches, middle) <= value) high = middle;
    else low = middle + 1;
  }
  return low;
}
