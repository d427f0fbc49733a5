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

/** The larger gap beside each place; the outermost look inside only, unless there is but one. */
function gaps(observed: Float64Array): Float64Array {
  const order = Uint32Array.from(observed.keys()).sort(
    (a, b) => (observed[a] as number) - (observed[b] as number),
  );
  const last = order.length - 1;
  const at = (place: number): number => observed[order[place] as number] as number;
  const widths = new Float64Array(observed.length);
  for (let place = 0; place <= last; place++) {
    const left = place > 0 ? at(place) - at(place - 1) : 0;
    const right = place < last ? at(place + 1) - at(place) : 0;
    const alone = last === 0 ? Math.max(at(0), 1 - at(0)) : 0;
    widths[order[place] as number] = Math.max(left, right, alone);
  }
  return widths;
}
