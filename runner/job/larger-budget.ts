import type { Job, StageDefinition } from '../domain/job.ts';
import type { SamplerFactory } from '../domain/sampler.ts';
import { createSpace } from '../domain/space.ts';
import type { Change } from './edit-document.ts';

type Sizes = Readonly<Record<string, Pick<SamplerFactory, 'size' | 'budgetOptions'>>>;

/**
 * What has to be said in a job's file so that it may make so many evaluations: its budget, and where
 * the stages would end before that, the option of the last one that says how long it searches.
 */
export function largerBudget(job: Job, evaluations: number, samplers: Sizes): readonly Change[] {
  const space = createSpace(job.parameters, job.rules);
  const sizeOf = ({ sampler }: StageDefinition, options: object): number =>
    samplers[sampler.name]?.size(options as never, space) ?? 0;
  const enabled = job.stages.filter((stage) => stage.enabled);
  const total = enabled.reduce((sum, stage) => sum + sizeOf(stage, stage.sampler.options), 0);
  const changes: Change[] = [];
  if (job.budget.evaluations !== undefined || !Number.isFinite(total)) {
    changes.push({ path: ['budget', 'evaluations'], value: evaluations });
  }
  const last = enabled.at(-1);
  if (last === undefined || total >= evaluations) return changes;
  const [option] = samplers[last.sampler.name]?.budgetOptions ?? [];
  const value = option === undefined ? null : longer(last, option, evaluations - total, sizeOf);
  if (option === undefined || value === null) return changes;
  return [...changes, { path: ['stages', job.stages.indexOf(last), option], value }];
}

/** The least value of an option by which a stage makes so many evaluations more; null: none does. */
function longer(
  stage: StageDefinition,
  option: string,
  more: number,
  sizeOf: (stage: StageDefinition, options: object) => number,
): number | null {
  const { options } = stage.sampler;
  const now = Number(options[option]);
  if (!Number.isFinite(now) || now < 1) return null;
  const wanted = sizeOf(stage, options) + more;
  const isEnough = (value: number) => sizeOf(stage, { ...options, [option]: value }) >= wanted;
  let high = now;
  while (!isEnough(high)) {
    high *= 2;
    if (high > Number.MAX_SAFE_INTEGER) return null;
  }
  let low = now;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
