import type { Evaluation } from '../domain/evaluation.ts';
import type { Outcome } from '../domain/executor.ts';
import type { HeadlineMetric } from '../domain/metrics.ts';
import type { AskedItem } from './asked-batch.ts';
import type { PlannedStage } from './plan.ts';
import type { Pruning } from './pruning.ts';
import type { Scorer } from './score.ts';

interface EvaluationContext {
  readonly stage: PlannedStage;
  readonly scorer: Scorer;
  readonly pruning?: Pick<Pruning, 'shares'> | undefined;
}

/** The line of a search's evaluation, keys in the order in which people read them. */
export function evaluationOf(
  item: AskedItem,
  outcome: Outcome,
  { stage, scorer, pruning }: EvaluationContext,
): Evaluation {
  const { status, fitness, objectives, headline, metrics, violations, error } = scorer(outcome);
  // Built up in place: this is done a million times in a minute, and a spread costs as much again.
  const evaluation: Record<string, unknown> = {
    v: 1,
    id: item.id,
    stage: stage.name,
    stage_detail: item.detail,
    sampler: stage.sampler,
    batch: item.batch,
    params: item.set,
    status,
    fitness,
  };
  if (objectives !== undefined) evaluation['objectives'] = objectives;
  for (const name in headline) evaluation[name] = headline[name as HeadlineMetric];
  evaluation['metrics'] = metrics;
  evaluation['violations'] = violations;
  if (pruning !== undefined) addStandings(evaluation, outcome, pruning.shares);
  evaluation['window'] = null;
  evaluation['is_oos'] = false;
  evaluation['error'] = error;
  evaluation['attempt'] = outcome.attempt;
  evaluation['slot'] = outcome.slot;
  evaluation['ms'] = outcome.ms;
  evaluation['at'] = isoNow();
  return evaluation as unknown as Evaluation;
}

function addStandings(
  evaluation: Record<string, unknown>,
  outcome: Outcome,
  shares: readonly number[],
): void {
  if (outcome.status === 'failed' || outcome.standings === undefined) return;
  const { standings } = outcome;
  evaluation['standings'] = standings;
  if (outcome.status === 'pruned') evaluation['pruned_at'] = shares[standings.length - 1];
}

let lastMs = 0;
let lastText = '';

/** The time as text, made once a millisecond. */
function isoNow(): string {
  const now = Date.now();
  if (now !== lastMs) lastText = new Date(now).toISOString();
  lastMs = now;
  return lastText;
}
