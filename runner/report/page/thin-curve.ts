import type { Points } from './plot.ts';

/**
 * A curve by its lowest and highest point in each of equal parts, in their order, with both ends: it
 * looks the same and no drawdown is lost.
 */
export function thinCurve(points: Points, most: number): Points {
  if (points.length <= most) return points;
  const parts = Math.floor((most - 2) / 2);
  const kept = new Set<number>([0, points.length - 1]);
  for (let part = 0; part < parts; part++) {
    const first = Math.floor((part * points.length) / parts);
    const end = Math.floor(((part + 1) * points.length) / parts);
    let [low, high] = [first, first];
    for (let n = first; n < end; n++) {
      const value = points[n]?.[1] ?? 0;
      if (value < (points[low]?.[1] ?? 0)) low = n;
      if (value > (points[high]?.[1] ?? 0)) high = n;
    }
    kept.add(low).add(high);
  }
  return [...kept]
    .sort((a, b) => a - b)
    .map((n) => points[n])
    .filter((point) => point !== undefined);
}
