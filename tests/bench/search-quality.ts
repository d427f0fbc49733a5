import { randomFrom } from '../../runner/domain/random.ts';
import type { SamplerFactory } from '../../runner/domain/sampler.ts';
import type { ReferenceFunction, ReferenceResult } from './reference-functions.ts';

export interface Quality {
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
}

export interface Trial {
  readonly factory: SamplerFactory;
  readonly options: unknown;
  readonly problem: ReferenceFunction;
  readonly seeds: number;
  readonly checkpoints: readonly number[];
}

/**
 * Best values found, minimised, over seeds 1, 2, …; by the protocol of the reference figures every
 * ask counts, repeated ones too.
 */
export function searchQuality(trial: Trial): Map<number, Quality> {
  const runs = Array.from({ length: trial.seeds }, (_, seed) => bestsOf(trial, seed + 1));
  return new Map(
    trial.checkpoints.map((checkpoint, place) => [
      checkpoint,
      quartilesOf(runs.map((bests) => bests[place] ?? Number.NaN)),
    ]),
  );
}

/** The best value after each checkpoint's number of evaluations. */
function bestsOf({ factory, options, problem, checkpoints }: Trial, seed: number): number[] {
  const sampler = factory.create({
    space: problem.space,
    symbol: 'SPY',
    options: options as never,
    budget: Number.POSITIVE_INFINITY,
    seeds: [],
    randomAt: (n) => randomFrom(seed, 0, n),
    history: [],
  });
  const bests: number[] = [];
  let best = Number.POSITIVE_INFINITY;
  let made = 0;
  const last = Math.max(...checkpoints);
  while (made < last) {
    const sets = sampler.ask(Math.min(factory.batch(options as never), last - made));
    if (sets.length === 0) break;
    for (const params of sets) {
      const value = problem.evaluate(params);
      best = Math.min(best, value);
      if (checkpoints.includes(++made)) bests.push(best);
      sampler.tell({ params, status: 'complete', fitness: -value, violations: {} });
    }
  }
  while (bests.length < checkpoints.length) bests.push(best);
  return bests;
}

/** Quartiles by linear interpolation, as numpy has them. */
export function quartilesOf(values: readonly number[]): Quality {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const low = sorted[Math.floor(place)] ?? Number.NaN;
    const high = sorted[Math.ceil(place)] ?? Number.NaN;
    return low + (high - low) * (place - Math.floor(place));
  };
  return { q25: at(0.25), median: at(0.5), q75: at(0.75) };
}

/** What a peer got on a function after so many evaluations. */
export function peerQuality(
  results: readonly ReferenceResult[],
  { optimizer, problem, checkpoint }: { optimizer: string; problem: string; checkpoint: number },
): Quality | undefined {
  const runs = results.filter((run) => run.optimizer === optimizer && run.function === problem);
  const longest = runs.toSorted((a, b) => a.runLength - b.runLength).at(0);
  return longest?.checkpoints[String(checkpoint)];
}
