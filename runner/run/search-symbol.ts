import { createEvaluationCache, keyOf } from '../pipeline/evaluation-cache.ts';
import type { PlannedStage } from '../pipeline/plan.ts';
import { observePast } from './observe-past.ts';
import { remember } from './remember.ts';
import { runStage } from './run-stage.ts';
import type { SearchSymbolOptions } from './search-options.ts';
import type { StageReplay } from './stage-replay.ts';

/** Carries the stages of one symbol out, going on where the files end. Returns whether all ended. */
export async function searchSymbol(options: SearchSymbolOptions): Promise<boolean> {
  const { firstId, known, plan } = options;
  const cache = createEvaluationCache(plan.space);
  for (const { from, id, params, ...told } of known) {
    cache.adopt(keyOf(plan.space, params), { id, from, told: { params, ...told } });
  }
  const enabled = plan.stages.filter((stage) => stage.enabled);
  let nextId = firstId;
  for (const stage of enabled) {
    const past = options.past.stage(stage.name);
    const last = stage === enabled.at(-1);
    const remembers = !isForgotten(stage, enabled);
    if (isFinished(stage, past, last)) {
      if (remembers) remember(past, cache, plan.space);
      restore(stage, past, options);
      if (options.pruning !== undefined) observePast(options.pruning, past);
      nextId = (past.end?.last_id ?? nextId - 1) + 1;
      continue;
    }
    const driven = await runStage(stage, { ...options, past, cache, remembers, nextId });
    if (driven.ended === 'stopped') return false;
    nextId = driven.nextId;
    if (nextId - firstId >= plan.cap) break;
  }
  return true;
}

/** Whether nobody asks for a stage's sets again: neither itself nor a stage after it. */
export function isForgotten(stage: PlannedStage, enabled: readonly PlannedStage[]): boolean {
  return stage.factory.exhaustive === true && stage === enabled.at(-1);
}

/**
 * A stage is finished when its end is in the journal and no line of it is missing. The last stage
 * is taken up again where its budget grew and its sampler can use it.
 */
function isFinished(stage: PlannedStage, past: StageReplay, last: boolean): boolean {
  const { end } = past;
  if (end === null || end.reason === 'job budget' || past.looseCount > 0) return false;
  if (past.made < end.evaluations) return false;
  if (!last || !stage.factory.grows) return true;
  return stage.budget <= (end.budget ?? Number.POSITIVE_INFINITY);
}

function restore(
  stage: PlannedStage,
  past: StageReplay,
  { keeper, settled }: Pick<SearchSymbolOptions, 'keeper' | 'settled'>,
): void {
  if (past.exhaustive === undefined) keeper.count(stage.name, past.told);
  else keeper.merge(stage.name, past.exhaustive.tally);
  keeper.duplicates(stage.name, past.end?.duplicates ?? 0);
  keeper.stage(stage.name, { state: 'complete', seconds: past.end?.seconds ?? 0 });
  settled(past.end?.last_id ?? 0);
}
