import { type Evaluation, metricOf } from '../domain/evaluation.ts';
import { HEADLINE_METRICS } from '../domain/metrics.ts';
import type { Who } from '../domain/who.ts';
import type { Candidate, Figures } from './candidate.ts';
import { checkSet, type StagedSet } from './checks.ts';
import type { Staging } from './staging.ts';

/** Puts a set up for promotion. */
export function stageCandidate(
  staging: Staging,
  set: StagedSet,
  by: Who,
): Promise<{ candidate: Candidate; file: string }> {
  const { record, progress, evaluation, holdout, verifications } = set;
  const { symbol, baseline = null } = progress;
  return staging.add({
    leantune: 'candidate',
    v: 1,
    staged_at: new Date().toISOString(),
    staged_by: by,
    run: record.id,
    job: record.name,
    study: record.study,
    strategy: record.strategy,
    symbol,
    dates: record.dates,
    holdout_dates: record.holdout_dates,
    evaluation: evaluation.id,
    parameters: evaluation.params,
    figures: figuresOf(evaluation),
    holdout_figures: holdout === null ? null : figuresOf(holdout),
    baseline:
      baseline === null
        ? null
        : {
            label: baseline.label,
            parameters: baseline.evaluation.params,
            figures: figuresOf(baseline.evaluation),
          },
    verifications,
    checks: checkSet(set),
    promoted: set.promoted,
  });
}

/** Fitness, the metrics of a line's top level and those that people compare by. */
const FIGURES = [
  'fitness',
  ...HEADLINE_METRICS,
  'compounding_annual_return',
  'sharpe_ratio',
  'sortino_ratio',
  'calmar_ratio',
  'annual_standard_deviation',
] as const;

/** What was not measured is left out. */
function figuresOf(evaluation: Evaluation): Figures {
  const figures: Record<string, number> = {};
  for (const name of FIGURES) {
    const value = metricOf(evaluation, name);
    if (value !== undefined) figures[name] = value;
  }
  return figures;
}
