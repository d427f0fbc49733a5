import { randomFrom } from '../../runner/domain/random.ts';
import type { SamplerFactory } from '../../runner/domain/sampler.ts';
import type { ReferenceFunction } from './reference-functions.ts';
import { quartilesOf } from './search-quality.ts';

/** What a sampler got on a function, over all seeds. */
export interface SearchRecord {
  readonly sampler: string;
  readonly function: string;
  readonly seeds: number;
  readonly lengths: readonly LengthRecord[];
  /** The sampler's own CPU time for each suggestion, in the longest runs. */
  readonly microseconds: number;
}

interface LengthRecord {
  readonly length: number;
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
  /** Seeds that came within 1 % of the optimum. */
  readonly hits: number;
  /** Median number of evaluations to the target; null where most runs did not reach it. */
  readonly reached: number | null;
}

export interface SearchTask {
  readonly sampler: string;
  readonly factory: SamplerFactory;
  readonly options: (length: number) => unknown;
  readonly problem: ReferenceFunction;
  readonly seeds: number;
  readonly lengths: readonly number[];
  readonly targets: readonly (number | undefined)[];
}

interface Run {
  readonly best: number;
  readonly reached: number;
  readonly microseconds: number;
}

export function searchRecord(task: SearchTask): SearchRecord {
  let microseconds = 0;
  const lengths = task.lengths.map((length, place): LengthRecord => {
    const target = task.targets[place];
    const runs = Array.from({ length: task.seeds }, (_, seed) =>
      runOnce(task, { seed: seed + 1, length, target: target ?? Number.NEGATIVE_INFINITY }),
    );
    microseconds = runs.reduce((sum, run) => sum + run.microseconds, 0) / runs.length;
    const { q25, median, q75 } = quartilesOf(runs.map(({ best }) => best));
    const { optimum } = task.problem;
    const near = optimum + 0.01 * Math.abs(optimum);
    const reached = quartilesOf(runs.map((run) => run.reached)).median;
    return {
      length,
      q25,
      median,
      q75,
      hits: runs.filter(({ best }) => best <= Math.max(near, optimum + 1e-6)).length,
      reached: Number.isFinite(reached) ? Math.round(reached) : null,
    };
  });
  const { sampler, problem, seeds } = task;
  return { sampler, function: problem.name, seeds, lengths, microseconds };
}

function runOnce(
  { factory, options, problem }: SearchTask,
  { seed, length, target }: { seed: number; length: number; target: number },
): Run {
  const own = options(length) as never;
  const sampler = factory.create({
    space: problem.space,
    symbol: 'SPY',
    options: own,
    budget: length,
    seeds: [],
    randomAt: (n) => randomFrom(seed, 0, n),
    history: [],
  });
  let best = Number.POSITIVE_INFINITY;
  let reached = Number.POSITIVE_INFINITY;
  let made = 0;
  // The functions' own time is in it too: about 1 µs.
  const start = process.cpuUsage();
  while (made < length) {
    const sets = sampler.ask(Math.min(factory.batch(own), length - made));
    if (sets.length === 0) break;
    for (const params of sets) {
      const value = problem.evaluate(params);
      best = Math.min(best, value);
      made++;
      if (best <= target) reached = Math.min(reached, made);
      sampler.tell({ params, status: 'complete', fitness: -value, violations: {} });
    }
  }
  const { user, system } = process.cpuUsage(start);
  return { best, reached, microseconds: (user + system) / Math.max(1, made) };
}
