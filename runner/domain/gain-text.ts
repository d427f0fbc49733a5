import type { Evaluation } from './evaluation.ts';
import { valueText } from './number-text.ts';
import type { Baseline } from './run-record.ts';

/** `best 1.84 vs defaults 0.92 (+0.92)`; null where there is nothing to compare with. */
export function gainText(
  best: Pick<Evaluation, 'fitness'>,
  baseline: Baseline | undefined,
): string | null {
  if (baseline === undefined) return null;
  const { label, evaluation } = baseline;
  const own = `best ${valueText(best.fitness)} vs ${label}`;
  if (evaluation.status === 'failed') return `${own}, which failed`;
  if (evaluation.status !== 'complete') {
    const missed = Object.keys(evaluation.violations).join(', ') || 'its fitness has no value';
    return `${own}, which is invalid (${missed})`;
  }
  const gain = best.fitness - evaluation.fitness;
  const change = `${gain < 0 ? '−' : '+'}${valueText(Math.abs(gain))}`;
  return `${own} ${valueText(evaluation.fitness)} (${change})`;
}
