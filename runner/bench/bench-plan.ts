import type { BenchRecord, SearchTask } from './bench-record.ts';
import type { Settings } from './settings.ts';

export interface BenchRequest {
  readonly samplers: readonly string[];
  readonly problems: readonly string[];
  readonly seeds: number;
  readonly lengths: readonly number[];
  readonly batch: number;
  readonly settings: Settings;
  /** The longest searches of samplers that are dear; others go to the end of `lengths`. */
  readonly longest: Readonly<Record<string, number>>;
}

export interface BenchPlan {
  /** In the order in which they are to be made. */
  readonly missing: readonly SearchTask[];
  /** Searches of the request that the record holds already. */
  readonly known: number;
}

/** The same text for the same search. */
function taskKey(task: SearchTask): string {
  const { sampler, settings, problem, evaluations, batch, seed } = task;
  return [sampler, settings, problem, evaluations, batch, seed].join(' ');
}

/**
 * Seed by seed, so that what is cut off is even; problem by problem within a seed, so that every
 * sampler has been timed after the first few.
 */
export function planBench(request: BenchRequest, record: BenchRecord | null): BenchPlan {
  const done = new Set([...(record?.searches ?? []), ...(record?.refused ?? [])].map(taskKey));
  const missing: SearchTask[] = [];
  let known = 0;
  for (const task of tasksOf(request)) {
    if (done.has(taskKey(task))) known++;
    else missing.push(task);
  }
  return { missing, known };
}

function tasksOf(request: BenchRequest): SearchTask[] {
  const { samplers, problems, seeds, batch, settings } = request;
  return Array.from({ length: seeds }, (_, n) => n + 1).flatMap((seed) =>
    problems.flatMap((problem) =>
      samplers.flatMap((sampler) =>
        lengthsOf(request, sampler).map((evaluations) => {
          return { sampler, settings, problem, evaluations, batch, seed };
        }),
      ),
    ),
  );
}

function lengthsOf({ lengths, longest }: BenchRequest, sampler: string): readonly number[] {
  return lengths.filter((length) => length <= (longest[sampler] ?? length));
}
