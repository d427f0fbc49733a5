import type { MessagePort } from 'node:worker_threads';
import { messageOf } from '../domain/errors.ts';
import type { ProblemFacts, RefusedSearch, SearchRecord, SearchTask } from './bench-record.ts';
import { heldOutFunctions, referenceFunctions } from './functions/index.ts';
import { type Landscape, landscapeProblem } from './landscape.ts';
import type { Problem } from './problem.ts';
import { searchOnce } from './search-once.ts';
import { optionsFor, type SamplerRegistry } from './settings.ts';

/** What a thread is started with. */
export interface BenchThreadData {
  readonly landscapes: readonly Landscape[];
}

/** What a thread answers to a task. */
export type SearchAnswer =
  | { readonly search: SearchRecord; readonly problem: ProblemFacts }
  | { readonly refused: RefusedSearch };

/** Makes the searches that a thread is asked for, one after the other. */
export function serveSearches(
  port: MessagePort,
  samplers: SamplerRegistry,
  { landscapes }: BenchThreadData,
): void {
  const problems = new Map<string, Problem>();
  port.on('message', (task: SearchTask) => {
    const problem = problems.get(task.problem) ?? problemNamed(task.problem, landscapes);
    problems.set(task.problem, problem);
    port.postMessage(carryOut(task, samplers, problem));
  });
}

function problemNamed(name: string, landscapes: readonly Landscape[]): Problem {
  const landscape = landscapes.find((one) => one.name === name);
  const create = referenceFunctions[name] ?? heldOutFunctions[name];
  if (landscape !== undefined) return landscapeProblem(landscape);
  if (create !== undefined) return create();
  throw new Error(`Cannot search "${name}": no problem has this name`);
}

function carryOut(task: SearchTask, samplers: SamplerRegistry, problem: Problem): SearchAnswer {
  const factory = samplers[task.sampler];
  if (factory === undefined) throw new Error(`Cannot search: no sampler "${task.sampler}"`);
  const began = performance.now();
  const { evaluations, seed } = task;
  try {
    const options = optionsFor(samplers, {
      ...task,
      parameters: problem.space.parameters.length,
    });
    const found = searchOnce({ factory, options, problem, evaluations, seed });
    const ms = Math.round(performance.now() - began);
    return { search: { ...task, ...found, ms }, problem: factsOf(problem) };
  } catch (error) {
    const reason = messageOf(error);
    return { refused: { ...task, reason } };
  }
}

function factsOf({ name, family, direction, optimum, space }: Problem): ProblemFacts {
  const points = space.size === null ? null : Number(space.size);
  return { name, family, direction, optimum, parameters: space.parameters.length, points };
}
