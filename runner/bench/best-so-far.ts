import type { Answer, Problem } from './problem.ts';

/** Follows a search: the least value of what was found so far; Infinity before anything valid. */
export interface BestSoFar {
  /** Returns the value after this answer. */
  add(answer: Answer): number;
}

export function createBestSoFar({ reference }: Problem): BestSoFar {
  return reference === undefined ? leastValue() : negatedHypervolume(reference);
}

function leastValue(): BestSoFar {
  let least = Number.POSITIVE_INFINITY;
  return {
    add({ status, fitness }) {
      if (status === 'complete') least = Math.min(least, -fitness);
      return least;
    },
  };
}

type Pair = readonly [number, number];

/** Two objectives, both minimised; what lies beyond the reference counts nothing. */
function negatedHypervolume([right, top]: Pair): BestSoFar {
  /** From left to right; each is lower than the one before. */
  let front: Pair[] = [];
  let value = Number.POSITIVE_INFINITY;
  return {
    add({ status, objectives }) {
      if (status !== 'complete') return value;
      if (value === Number.POSITIVE_INFINITY) value = 0;
      const [a = 0, b = 0] = objectives ?? [];
      const [x, y] = [-a, -b];
      if (!(x < right && y < top) || front.some(([u, v]) => u <= x && v <= y)) return value;
      front = front.filter(([u, v]) => u < x || v < y);
      front.push([x, y]);
      front.sort(([u], [w]) => u - w);
      value = -volume(front, [right, top]);
      return value;
    },
  };
}

function volume(front: readonly Pair[], [right, top]: Pair): number {
  let total = 0;
  let above = top;
  for (const [x, y] of front) {
    total += (right - x) * (above - y);
    above = y;
  }
  return total;
}
