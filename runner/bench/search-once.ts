import type { ParameterSet } from '../domain/parameter-set.ts';
import { randomFrom } from '../domain/random.ts';
import type { SamplerFactory } from '../domain/sampler.ts';
import { createBestSoFar } from './best-so-far.ts';
import type { Problem } from './problem.ts';
import { createStopwatch } from './stopwatch.ts';

export interface SearchOnceOptions {
  readonly factory: SamplerFactory;
  /** Parsed. */
  readonly options: unknown;
  readonly problem: Problem;
  readonly evaluations: number;
  readonly seed: number;
}

export interface SearchedOnce {
  /** Every improvement: [evaluations made, the value then], six significant digits. */
  readonly improvements: readonly (readonly [number, number])[];
  /** Evaluations made; fewer than were asked for where the sampler had no more to ask. */
  readonly made: number;
  /** The sampler's own time for each of them, in microseconds. */
  readonly microseconds: number;
}

/**
 * One search by the protocol of the reference figures: every proposal counts, a repeated one too,
 * and the sampler knows its budget. The same seed gives the same search.
 */
export function searchOnce(task: SearchOnceOptions): SearchedOnce {
  const { factory, options, problem, evaluations, seed } = task;
  const best = createBestSoFar(problem);
  const batch = factory.batch(options as never);
  const improvements: [number, number][] = [];
  let last = Number.POSITIVE_INFINITY;
  const judged: ParameterSet[] = [];
  const spent = createStopwatch();
  const sampler = factory.create({
    space: problem.space,
    symbol: problem.name,
    options: options as never,
    ...(problem.reference !== undefined && { objectives: 2 }),
    budget: evaluations,
    seeds: [],
    randomAt: (n) => randomFrom(seed, 0, n),
    history: [],
  });
  while (judged.length < evaluations) {
    const sets = sampler.ask(Math.min(batch, evaluations - judged.length));
    if (sets.length === 0) break;
    const answers = sets.map((params) => ({ params, ...problem.judge(params) }));
    for (const told of answers) {
      judged.push(told.params);
      const value = sixDigits(best.add(told));
      if (value < last) improvements.push([judged.length, value]);
      last = value;
      sampler.tell(told);
    }
  }
  const made = judged.length;
  const own = spent() - judgingTime(problem, judged);
  const microseconds = Number((Math.max(0, own) / Math.max(1, made)).toPrecision(4));
  return { improvements, made, microseconds };
}

/** What judging the sets again costs, which is no part of the sampler's own time. */
function judgingTime(problem: Problem, sets: readonly ParameterSet[]): number {
  const spent = createStopwatch();
  const best = createBestSoFar(problem);
  for (const set of sets) best.add(problem.judge(set));
  return spent();
}

/** Differences beyond are below what the peers' figures tell. */
export function sixDigits(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : value;
}
