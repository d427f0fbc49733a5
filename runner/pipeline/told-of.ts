import type { Told } from '../domain/sampler.ts';
import { prunedWorth } from './pruning.ts';

/** What a sampler is told of an evaluation; nothing that differs between equal runs. */
export function toldOf(evaluation: Told): Told {
  const { params, status, fitness, violations, objectives, standings } = evaluation;
  const told = { params, status, fitness, violations };
  if (objectives === undefined && standings === undefined) return told;
  return {
    ...told,
    ...(status === 'pruned' && standings && { fitness: prunedWorth(standings) }),
    ...(objectives && { objectives }),
    ...(standings && { standings }),
  };
}
