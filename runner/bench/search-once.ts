import { randomFrom } from '../domain/random.ts';
import type { SamplerFactory } from '../domain/sampler.ts';
import { createBestSoFar } from './best-so-far.ts';
import type { Problem } from './problem.ts';

export interface SearchOnceOptions {
  readonly factory: SamplerFactory;
  /** Parsed. */
  readonly options: unknown;
  readonly problem: Problem;
  readonly evaluations: number;
  readonly seed: number;
  /** What judging one set costs, in microseconds. */
  readonly judging: number;
}

export interface SearchedOnce {
  /** Every improvement: [evaluations made, the value then], six significant digits. */
  readonly improvements: readonly (readonly [number, number])[];
  /** Evaluations made; fewer than were asked for where the sampler had no more to ask. */
  readonly made: number;
  /** The sampler's own processor time for each of them, in microseconds. */
  readonly microseconds: number;
}

/**
 * One search by the protocol of the reference figures: every proposal counts, a repeated one too,
 * and the sampler knows its budget. The same seed gives the same search.
 */
export function searchOnce(task: SearchOnceOptions): SearchedOnce {
  const { factory, options, problem, evaluations, seed, judging } = task;
  const best = createBestSoFar(problem);
  const batch = factory.batch(options as never);
  const improvements: [number, number][] = [];
  let last = Number.POSITIVE_INFINITY;
  let made = 0;
  // Of the processor, so that whatever else runs on the machine counts little.
  const start = process.threadCpuUsage();
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
  while (made < evaluations) {
    const sets = sampler.ask(Math.min(batch, evaluations - made));
    if (sets.length === 0) break;
    const answers = sets.map((params) => ({ params, ...problem.judge(params) }));
    for (const told of answers) {
      const value = best.add(told);
      made++;
      if (sixDigits(value) < last) {
        last = sixDigits(value);
        improvements.push([made, last]);
      }
      sampler.tell(told);
    }
  }
  const { user, system } = process.threadCpuUsage(start);
  const own = Math.max(0, user + system - judging * made) / Math.max(1, made);
  return { improvements, made, microseconds: Number(own.toPrecision(4)) };
}

/** What judging a set of the problem costs, in microseconds of the processor. */
export function judgingTime({ space, judge }: Problem): number {
  const sets = Array.from({ length: SETS_MEASURED }, (_, n) => space.draw(randomFrom(0, 0, n)));
  for (const set of sets) judge(set);
  const start = process.threadCpuUsage();
  for (const set of sets) judge(set);
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / SETS_MEASURED;
}

const SETS_MEASURED = 500;

/** Differences beyond are below what the peers' figures tell. */
export function sixDigits(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : value;
}
