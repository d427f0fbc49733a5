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

/** An observation's number takes the low 21 bits of a sort key, its place the 32 above. */
const NUMBERS = 2 ** 21;
const PLACES = 2 ** 32;

/** The larger gap beside each place; the outermost look inside only, unless there is but one. */
function gaps(observed: Float64Array): Float64Array {
  const { length } = observed;
  if (length === 1) return observed.map((place) => Math.max(place, 1 - place));
  // Sorting numbers that carry their index is several times faster than sorting by a comparator.
  const keys = observed.map((place, n) => Math.floor(place * PLACES) * NUMBERS + n).sort();
  const widths = new Float64Array(length);
  let left = 0;
  for (let rank = 0; rank < length; rank++) {
    const n = (keys[rank] as number) % NUMBERS;
    const next = rank + 1 < length ? (keys[rank + 1] as number) % NUMBERS : n;
    const right = (observed[next] as number) - (observed[n] as number);
    widths[n] = Math.max(left, right);
    left = right;
  }
  return widths;
}
