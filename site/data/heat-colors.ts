import type { ChartColors } from '../charts/chart-colors.ts';

/**
 * Where each value stands among all of them by rank, 0 to 1: one outlier does not make all others
 * one colour. Null where there is none.
 */
export function heatShares(values: readonly (number | null)[]): (number | null)[] {
  const sorted = [...new Set(values.filter((value) => value !== null))].sort((a, b) => a - b);
  const ranks = new Map(sorted.map((value, rank) => [value, rank]));
  const last = Math.max(1, sorted.length - 1);
  return values.map((value) =>
    value === null ? null : sorted.length === 1 ? 1 : (ranks.get(value) ?? 0) / last,
  );
}

/** From the ground to the accent: one hue, so that light and dark alone tell more from less. */
export function heatColor(share: number, { band, accent }: ChartColors): string {
  return `color-mix(in oklab, ${band}, ${accent} ${(10 + 90 * share).toFixed(1)}%)`;
}
