import { type Evaluation, metricOf } from '../domain/evaluation.ts';

/** Below this part of the in-sample figure the holdout counts as much worse. */
const HOLDOUT_FLOOR = 0.5;

/** What speaks against a set on days that its search has not seen. */
export type HoldoutVerdict =
  | { readonly kind: 'failed'; readonly error: string }
  /** `missed`: the limits and constraints that it breaks there. */
  | { readonly kind: 'invalid'; readonly missed: readonly string[] }
  | {
      readonly kind: 'worse';
      /** Name of the figure that was compared, in words. */
      readonly measure: string;
      readonly inside: number;
      readonly outside: number;
    };

/** Null where nothing speaks against the set. */
export function holdoutVerdict(best: Evaluation, holdout: Evaluation): HoldoutVerdict | null {
  if (holdout.status === 'failed') return { kind: 'failed', error: holdout.error ?? 'no reason' };
  if (holdout.status !== 'complete') {
    return { kind: 'invalid', missed: Object.keys(holdout.violations) };
  }
  const found = COMPARED.map((name) => compared(name, best, holdout)).find((one) => one !== null);
  if (found == null || found.outside >= found.inside * HOLDOUT_FLOOR) return null;
  return { kind: 'worse', ...found };
}

/** A year's worth each, since the two ranges differ in length; fitness where neither is measured. */
const COMPARED = ['sharpe_ratio', 'calmar_ratio', 'fitness'] as const;

function compared(name: (typeof COMPARED)[number], best: Evaluation, holdout: Evaluation) {
  const inside = metricOf(best, name);
  const outside = metricOf(holdout, name);
  if (inside === undefined || outside === undefined || inside <= 0) return null;
  return { measure: name.replace('_', ' '), inside, outside };
}
