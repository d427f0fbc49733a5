import type { Space } from '../domain/space.ts';
import { type EvaluationCache, keyOf } from '../pipeline/evaluation-cache.ts';
import { toldOf } from '../pipeline/told-of.ts';
import type { StageReplay } from './stage-replay.ts';

/** Puts what a stage is told of into the cache, so that its sets are not evaluated again. */
export function remember(past: StageReplay, cache: EvaluationCache, space: Space): void {
  for (const evaluation of past.told) {
    cache.add(keyOf(space, evaluation.params), evaluation.id, toldOf(evaluation));
  }
  if (past.exhaustive === undefined) return;
  const { lines, from } = past.exhaustive;
  for (let id = lines.first; id < lines.first + from.made; id++) {
    const told = lines.get(id);
    if (told !== undefined) cache.add(keyOf(space, told.params), id, toldOf(told));
  }
}
