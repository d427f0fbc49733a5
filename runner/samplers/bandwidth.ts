/** How wide the kernels of a numeric parameter are. */
export type Bandwidth = 'scott' | 'neighbours';

/**
 * Widths of the kernels at places of the unit interval. `scott`: one for all, shrinking with their
 * number (Scott 1992, as in BOHB's multivariate density). `neighbours`: the larger gap to the
 * neighbours of each (Bergstra et al. 2011). Both stay above the "magic clip" of hyperopt, which
 * keeps kernels from collapsing onto repeated values.
 */
export function bandwidths(
  observed: Float64Array,
  { kind, dimensions }: { kind: Bandwidth; dimensions: number },
): Float64Array {
  const n = observed.length;
  const least = 1 / Math.min(100, n + 2);
  const clip = (width: number): number => Math.min(1, Math.max(least, width));
  if (kind === 'scott') {
    return new Float64Array(n).fill(clip(0.2 * n ** (-1 / (dimensions + 4))));
  }
  return gaps(observed).map(clip);
}

/**
 * The larger gap beside each place; the outermost look inside only, unless there is but one. Of
 * equal places the first sees what lies to its left, the last what lies to its right.
 */
function gaps(observed: Float64Array): Float64Array {
  if (observed.length === 1) return observed.map((place) => Math.max(place, 1 - place));
  // Sorted by the engine without a comparator, which an index sort would need.
  const sorted = observed.toSorted();
  const met = new Map<number, number>();
  return observed.map((place) => {
    const first = firstAtLeast(sorted, place);
    const single = sorted[first + 1] !== place;
    const before = single ? 0 : (met.get(place) ?? 0);
    if (!single) met.set(place, before + 1);
    const rank = first + before;
    const left = rank > 0 ? place - (sorted[rank - 1] as number) : 0;
    const right = rank < sorted.length - 1 ? (sorted[rank + 1] as number) - place : 0;
    return Math.max(left, right);
  });
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
