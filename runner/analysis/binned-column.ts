/** One dimension of many points, each point's coordinate told by the bin that it lies in. */
export interface BinnedColumn {
  readonly bins: Uint8Array;
  /** `cuts[k]` lies between bin k and bin k + 1. */
  readonly cuts: Float64Array;
}

const MOST_BINS = 128;

/** Bins that hold about as many points each; every different value has its own where they are few. */
export function binnedColumn(column: Float64Array): BinnedColumn {
  const sorted = column.toSorted();
  const different = sorted.filter((value, n) => n === 0 || value !== sorted[n - 1]);
  const starts = different.length <= MOST_BINS ? different : quantiles(sorted);
  const cuts = Float64Array.from({ length: Math.max(0, starts.length - 1) }, (_, k) => {
    const start = starts[k + 1] as number;
    // Halfway to the value before, which stands in the bin below.
    const before = different[different.indexOf(start) - 1] as number;
    return (before + start) / 2;
  });
  return { bins: Uint8Array.from(column, (value) => placeOf(cuts, value)), cuts };
}

function quantiles(sorted: Float64Array): Float64Array {
  const at = (k: number) => sorted[Math.floor((k * sorted.length) / MOST_BINS)] as number;
  return new Float64Array([...new Set(Array.from({ length: MOST_BINS }, (_, k) => at(k)))]);
}

/** How many cuts lie at or below a value. */
function placeOf(cuts: Float64Array, value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
