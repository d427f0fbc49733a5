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

/** The lowest is still told from no value at all. */
const LEAST_PERCENT = 10;

/** From the ground to the accent: one hue, so that light and dark alone tell more from less. */
export function heatColor(share: number, { band, accent }: ChartColors): string {
  const percent = LEAST_PERCENT + (100 - LEAST_PERCENT) * share;
  return `color-mix(in oklab, ${band}, ${accent} ${percent.toFixed(1)}%)`;
}
