/** What a backtest is measured by while it runs. */
export type StandingMeasure = 'return' | 'return_over_drawdown';

/**
 * Moments of a backtest at which it says how it stands, and below which standing it is given up.
 * They travel with its request, so that a backtest ends itself: what becomes of it depends on its
 * request alone, not on who answers first.
 *
 * A standing is in percent of the equity at the start (`return`), or that over the largest drawdown
 * so far in percent, which counts as 0.1 where it is less (`return_over_drawdown`).
 */
export interface Milestones {
  readonly measure: StandingMeasure;
  /** UTC milliseconds, ascending: each is looked at after the first slice at or after it. */
  readonly at: readonly number[];
  /** For each of them the least standing with which to go on; null: any will do. */
  readonly below: readonly (number | null)[];
}

const LEAST_DRAWDOWN = 0.1;
const DIGITS = 6;

/**
 * A standing, rounded so that it is the same number in a line of JSON.
 * @param drawdown the largest so far, in percent
 */
export function standingOf(
  measure: StandingMeasure,
  { gain, drawdown }: { readonly gain: number; readonly drawdown: number },
): number {
  const value = measure === 'return' ? gain : gain / Math.max(drawdown, LEAST_DRAWDOWN);
  return Number(value.toPrecision(DIGITS));
}

/** Whether a standing at the n-th milestone is too low to go on. */
export function isHopeless(standing: number, { below }: Milestones, n: number): boolean {
  const least = below[n] ?? null;
  return least !== null && !(standing >= least);
}
