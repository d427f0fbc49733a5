import type { StageDefinition } from '../domain/job.ts';
import type { JobContext } from './job-context.ts';
import type { PluginInput } from './plugin-schema.ts';

/** Checked stages of a file → stages with unique names, options apart from what all stages have. */
export function resolveStages(
  stages: readonly PluginInput[],
  { report }: JobContext,
): StageDefinition[] {
  const taken = new Set<string>();
  for (const [index, { name }] of stages.entries()) {
    if (typeof name !== 'string') continue;
    if (taken.has(name)) report(['stages', index, 'name'], 'a name of its own', `"${name}" again`);
    taken.add(name);
  }
  if (stages.every(({ enabled }) => enabled === false)) {
    report(['stages'], 'at least one stage that is enabled', 'none');
  }
  return stages.map(({ name, enabled, sampler, seed, async, pruning, ...options }) => ({
    name: typeof name === 'string' ? name : freeName(String(sampler), taken),
    enabled: enabled !== false,
    sampler: { name: String(sampler), options },
    ...(typeof seed === 'number' && { seed }),
    ...(async === true && { async }),
    ...(pruning === false && { pruning }),
  }));
}

/** `lhs`, `lhs-2`, …: the first that no stage has. */
function freeName(wish: string, taken: Set<string>): string {
  let name = wish;
  for (let count = 2; taken.has(name); count++) name = `${wish}-${count}`;
  taken.add(name);
  return name;
}
