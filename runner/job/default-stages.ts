import type { ValidFields } from './job-context.ts';
import type { PluginInput } from './plugin-schema.ts';
import type { Registries } from './registries.ts';

/** Evaluations of a job that says neither how to search nor how long, for each parameter … */
const SAMPLES_EACH = 50;

/** … and in all: fewer say little of any space, more belong to a job that asks for them. */
const LEAST_SAMPLES = 200;
const MOST_SAMPLES = 1_000;

const SAMPLER = 'auto';

/**
 * Stages of a job that names none: one that chooses by the space and by what it finds. The job's
 * budget ends it where there is one, else its number of samples, which grows with the space.
 */
export function defaultStages(
  { budget }: ValidFields,
  parameters: number,
  { samplers }: Registries,
): PluginInput[] {
  const isBounded = budget?.evaluations !== undefined || budget?.seconds !== undefined;
  const samples = Math.max(LEAST_SAMPLES, Math.min(MOST_SAMPLES, SAMPLES_EACH * parameters));
  const options = samplers[SAMPLER]?.options.parse(isBounded ? {} : { samples }) as PluginInput;
  return [{ sampler: SAMPLER, ...options }];
}
