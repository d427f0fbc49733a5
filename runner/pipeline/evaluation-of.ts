import type { Evaluation } from '../domain/evaluation.ts';
import type { Outcome } from '../domain/executor.ts';
import type { PlannedStage } from './plan.ts';
import type { Scorer } from './score.ts';
import type { AskedItem } from './stage-asks.ts';

/** The line of a search's evaluation, keys in the order in which people read them. */
export function evaluationOf(
  item: AskedItem,
  outcome: Outcome,
  { stage, scorer }: { readonly stage: PlannedStage; readonly scorer: Scorer },
): Evaluation {
  const { status, fitness, objectives, metrics, violations, error, ...headline } = scorer(outcome);
  return {
    v: 1,
    id: item.id,
    stage: stage.name,
    stage_detail: item.detail,
    sampler: stage.sampler,
    batch: item.batch,
    params: item.set,
    status,
    fitness,
    ...(objectives !== undefined && { objectives }),
    ...headline,
    metrics,
    violations,
    window: null,
    is_oos: false,
    error,
    attempt: outcome.attempt,
    slot: outcome.slot,
    ms: outcome.ms,
    at: new Date().toISOString(),
  };
}
