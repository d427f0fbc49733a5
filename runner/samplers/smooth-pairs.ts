/** How far the points of each pair are apart: 1 and 0, 2 and 0, 2 and 1, …. */
export interface SmoothPairs {
  readonly count: number;
  /** Squared differences, one for each coordinate, pair by pair. */
  readonly differences: Float64Array;
  /** Squared distances. */
  readonly distances: Float64Array;
}

/** Looked at once, since every kernel that is tried asks for all of them. */
export function createSmoothPairs(points: readonly (readonly number[])[]): SmoothPairs {
  const dimensions = points[0]?.length ?? 0;
  const count = (points.length * (points.length - 1)) / 2;
  const differences = new Float64Array(count * dimensions);
  const distances = new Float64Array(count);
  let pair = 0;
  for (const [n, x] of points.entries()) {
    for (let k = 0; k < n; k++, pair++) {
      const y = points[k] as readonly number[];
      let sum = 0;
      for (let i = 0; i < dimensions; i++) {
        const squared = ((x[i] as number) - (y[i] as number)) ** 2;
        differences[pair * dimensions + i] = squared;
        sum += squared;
      }
      distances[pair] = sum;
    }
  }
  return { count, differences, distances };
}
