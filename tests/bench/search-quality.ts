import { valueAfter } from '../../runner/bench/improvements.ts';
import type { Problem } from '../../runner/bench/problem.ts';
import { type Quartiles, quartilesOf } from '../../runner/bench/quartiles.ts';
import { searchOnce } from '../../runner/bench/search-once.ts';
import type { SamplerFactory } from '../../runner/domain/sampler.ts';
import type { ReferenceResult } from './reference-functions.ts';

export interface Trial {
  readonly factory: SamplerFactory;
  readonly options: unknown;
  readonly problem: Problem;
  readonly seeds: number;
  readonly checkpoints: readonly number[];
}

/**
 * Best values found, minimised, over seeds 1, 2, …; by the protocol of the reference figures every
 * ask counts, repeated ones too.
 */
export function searchQuality(trial: Trial): Map<number, Quartiles> {
  const { factory, options, problem, seeds, checkpoints } = trial;
  const evaluations = Math.max(...checkpoints);
  const runs = Array.from({ length: seeds }, (_, n) =>
    searchOnce({ factory, options, problem, evaluations, seed: n + 1 }),
  );
  return new Map(
    checkpoints.map((checkpoint) => {
      return [checkpoint, quartilesOf(runs.map((run) => valueAfter(run, checkpoint)))];
    }),
  );
}

/** What a peer got on a function after so many evaluations. */
export function peerQuality(
  results: readonly ReferenceResult[],
  { optimizer, problem, checkpoint }: { optimizer: string; problem: string; checkpoint: number },
): Quartiles | undefined {
  const runs = results.filter((run) => run.optimizer === optimizer && run.function === problem);
  const shortest = runs.toSorted((a, b) => a.runLength - b.runLength).at(0);
  return shortest?.checkpoints[String(checkpoint)];
}
