import { InputError, type Problem } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { SamplerFactory } from '../domain/sampler.ts';
import { createSpace, type Space } from '../domain/space.ts';
import type { SamplerRegistry } from './registries.ts';

export interface PlannedStage {
  /** Place among all stages of the job; those switched off keep theirs. */
  readonly position: number;
  readonly name: string;
  readonly sampler: string;
  readonly factory: SamplerFactory;
  readonly options: never;
  readonly enabled: boolean;
  /** A seed of its own in place of the job's. */
  readonly seed?: number;
  /** True where it is told and asked as backtests end. */
  readonly async: boolean;
  /** False where none of its backtests is given up. */
  readonly prunes: boolean;
  /** Sets in one ask. */
  readonly batch: number;
  /** The most evaluations its options allow; Infinity where only the job's budget ends it. */
  readonly budget: number;
}

/** What a search of one symbol will do. */
export interface SearchPlan {
  readonly space: Space;
  readonly stages: readonly PlannedStage[];
  /** The job's budget of evaluations, over all stages; Infinity where there is none. */
  readonly cap: number;
  /** The most evaluations over all stages; Infinity where only time ends the search. */
  readonly evaluations: number;
}

/**
 * Turns a job into a checked plan.
 * @throws InputError where the space is faulty or nothing would ever end a stage
 */
export function planSearch(job: Job, samplers: SamplerRegistry): SearchPlan {
  const space = createSpace(job.parameters, job.rules);
  const cap = job.budget.evaluations ?? Number.POSITIVE_INFINITY;
  const stages = job.stages.map((definition, position): PlannedStage => {
    const factory = samplers[definition.sampler.name] as SamplerFactory;
    const options = definition.sampler.options as never;
    return {
      position,
      name: definition.name,
      sampler: definition.sampler.name,
      factory,
      options,
      enabled: definition.enabled,
      // Where answers never matter, there is nothing to be told of early.
      async: definition.async === true && factory.learns,
      prunes: job.pruning !== undefined && definition.pruning !== false,
      batch: batchOf(factory, options, job),
      budget: factory.size(options, space),
      ...(definition.seed !== undefined && { seed: definition.seed }),
    };
  });
  const enabled = stages.filter((stage) => stage.enabled);
  const problems = planProblems(stages, job);
  if (problems.length > 0) throw new InputError(`Cannot plan job "${job.name}"`, problems);
  const total = enabled.reduce((sum, stage) => sum + stage.budget, 0);
  return { space, stages, cap, evaluations: Math.min(total, cap, sizeOf(space)) };
}

/** Where answers decide what is given up, a sampler that does not learn must wait for some of them. */
function batchOf(factory: SamplerFactory, options: never, { pruning }: Job): number {
  const batch = factory.batch(options);
  return factory.learns || pruning === undefined ? batch : Math.min(batch, pruning.batch);
}

function planProblems(stages: readonly PlannedStage[], job: Job): Problem[] {
  const endless = stages.filter((stage) => stage.enabled && !Number.isFinite(stage.budget));
  const problems = endless
    .filter(() => job.budget.seconds === undefined && job.budget.evaluations === undefined)
    .map((stage) => ({
      path: `stages[${stage.position}]`,
      wanted: 'a number of evaluations, here or as budget.evaluations, or budget.seconds',
      found: `a ${stage.sampler} stage that nothing ends`,
    }));
  if (!stages.some((stage) => stage.enabled)) {
    problems.push({ path: 'stages', wanted: 'at least one stage that is enabled', found: 'none' });
  }
  return problems;
}

function sizeOf(space: Space): number {
  return space.size === null ? Number.POSITIVE_INFINITY : Number(space.size);
}
