import { quantile } from './score-range.ts';

/**
 * How a value stands among others, from −1, the worst, over 0, the median, to 1, the best. Both
 * sides are measured by the farther end, so that the same tint is the same distance; the distance
 * ends at twice that of the quartiles' spread, or one outlier would leave the rest without colour.
 *
 * @param direction whether more is better (1), less (−1), or neither (0), which has no colour
 */
export function heatScale(
  values: readonly unknown[],
  direction: -1 | 0 | 1,
): (value: unknown) => number {
  const finite = values.filter(
    (one): one is number => typeof one === 'number' && Number.isFinite(one),
  );
  if (direction === 0 || finite.length < 2) return () => 0;
  const sorted = Float64Array.from(finite).sort();
  const middle = quantile(sorted, 0.5);
  const farthest = Math.max(middle - quantile(sorted, 0), quantile(sorted, 1) - middle);
  const spread = 2 * (quantile(sorted, 0.75) - quantile(sorted, 0.25));
  const reach = spread > 0 ? Math.min(farthest, spread) : farthest;
  return (value) => {
    if (typeof value !== 'number' || reach === 0) return 0;
    return Math.max(-1, Math.min(1, ((value - middle) / reach) * direction));
  };
}
