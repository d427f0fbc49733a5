import type { MessagePort } from 'node:worker_threads';
import type { ProblemFacts, RefusedSearch, SearchRecord, SearchTask } from './bench-record.ts';
import { heldOutFunctions, referenceFunctions } from './functions/index.ts';
import { type Landscape, landscapeProblem } from './landscape.ts';
import type { Problem } from './problem.ts';
import { judgingTime, searchOnce } from './search-once.ts';
import { optionsFor, type SamplerRegistry } from './settings.ts';

/** What a thread is started with. */
export interface BenchThreadData {
  readonly landscapes: readonly Landscape[];
}

/** What a thread answers to a task. */
export type SearchAnswer =
  | { readonly search: SearchRecord; readonly problem: ProblemFacts }
  | { readonly refused: RefusedSearch };

interface Prepared {
  readonly problem: Problem;
  readonly judging: number;
}

/** Makes the searches that a thread is asked for, one after the other. */
export function serveSearches(
  port: MessagePort,
  samplers: SamplerRegistry,
  { landscapes }: BenchThreadData,
): void {
  const prepared = new Map<string, Prepared>();
  port.on('message', (task: SearchTask) => {
    const known = prepared.get(task.problem) ?? prepare(task.problem, landscapes);
    prepared.set(task.problem, known);
    port.postMessage(carryOut(task, samplers, known));
  });
}

function prepare(name: string, landscapes: readonly Landscape[]): Prepared {
  const landscape = landscapes.find((one) => one.name === name);
  const create = referenceFunctions[name] ?? heldOutFunctions[name];
  if (landscape === undefined && create === undefined) {
    throw new Error(`Cannot search "${name}": no problem has this name`);
  }
  const problem = landscape ? landscapeProblem(landscape) : (create as () => Problem)();
  return { problem, judging: judgingTime(problem) };
}

function carryOut(
  task: SearchTask,
  samplers: SamplerRegistry,
  { problem, judging }: Prepared,
): SearchAnswer {
  const factory = samplers[task.sampler];
  if (factory === undefined) throw new Error(`Cannot search: no sampler "${task.sampler}"`);
  const began = performance.now();
  const { evaluations, seed } = task;
  try {
    const options = optionsFor(samplers, task);
    const found = searchOnce({ factory, options, problem, evaluations, seed, judging });
    const ms = Math.round(performance.now() - began);
    return { search: { ...task, ...found, ms }, problem: factsOf(problem) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { refused: { ...task, reason } };
  }
}

function factsOf({ name, family, direction, optimum, space }: Problem): ProblemFacts {
  const points = space.size === null ? null : Number(space.size);
  return { name, family, direction, optimum, parameters: space.parameters.length, points };
}
