/** Kernels of one axis, sorted by place. */
export interface Order {
  readonly length: number;
  /** Their numbers; only the first `length` count. */
  readonly sorted: Int32Array;
  at(rank: number): number;
  /** Says where the kernel came to stand. */
  insert(kernel: number): number;
  /** Says where the kernel stood. */
  remove(kernel: number): number;
  /** The larger gap beside a kernel; the outermost look inside only, unless there is but one. */
  gap(rank: number): number;
}

/**
 * @param placeOf places by kernel; of equal places, the lower number comes first
 * @param bounds of the axis, which only a kernel that stands alone looks at
 */
export function createOrder(
  placeOf: (kernel: number) => number,
  bounds: readonly [low: number, high: number],
): Order {
  let sorted = new Int32Array(64);
  let length = 0;
  const at = (rank: number): number => sorted[rank] as number;

  /** The first rank whose kernel does not stand before the given one; the older of equals comes first. */
  const rankOf = (kernel: number): number => {
    const place = placeOf(kernel);
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = at(middle);
      const apart = placeOf(other) - place;
      if (apart < 0 || (apart === 0 && other < kernel)) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    get length() {
      return length;
    },
    get sorted() {
      return sorted;
    },
    at,
    insert(kernel) {
      const rank = rankOf(kernel);
      if (length === sorted.length) {
        const longer = new Int32Array(2 * length);
        longer.set(sorted);
        sorted = longer;
      }
      sorted.copyWithin(rank + 1, rank, length);
      sorted[rank] = kernel;
      length++;
      return rank;
    },
    remove(kernel) {
      const rank = rankOf(kernel);
      sorted.copyWithin(rank, rank + 1, length);
      length--;
      return rank;
    },
    gap(rank) {
      const place = placeOf(at(rank));
      if (length === 1) return Math.max(place - bounds[0], bounds[1] - place);
      const left = rank > 0 ? place - placeOf(at(rank - 1)) : 0;
      const right = rank + 1 < length ? placeOf(at(rank + 1)) - place : 0;
      return Math.max(left, right);
    },
  };
}
