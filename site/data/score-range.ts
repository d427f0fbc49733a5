import type { PointsView } from '../../runner/server/views.ts';

/** Linear interpolation between order statistics, as R's type 7. `sorted` ascends, not empty. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (high - low) * (position - below);
}

const FENCE = 2;

/**
 * The range of an axis for scores that are maximised. The top always holds the best; the bottom is
 * Tukey's fence, so that a few disasters do not flatten the rest. Null where no score is finite.
 */
export function scoreRange(scores: Iterable<number | null>): readonly [number, number] | null {
  const finite = Float64Array.from(
    [...scores].filter((score): score is number => score !== null && Number.isFinite(score)),
  ).sort();
  const lowest = finite[0];
  const highest = finite[finite.length - 1];
  if (lowest === undefined || highest === undefined) return null;
  const lowerQuartile = quantile(finite, 0.25);
  const spread = quantile(finite, 0.75) - lowerQuartile;
  const bottom = spread > 0 ? Math.max(lowest, lowerQuartile - FENCE * spread) : lowest;
  const height = highest - bottom;
  const padding = height > 0 ? height * 0.05 : Math.max(Math.abs(highest) * 0.1, 0.1);
  return [bottom - padding, highest + padding];
}

/** Points may be an even part of all: the best is in sight though it is not one of them. */
export function pointsRange({ points, best }: Pick<PointsView, 'points' | 'best'>) {
  return scoreRange([...points.map(([, fitness]) => fitness), best.at(-1)?.[1] ?? null]);
}
