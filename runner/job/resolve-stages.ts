import type { StageDefinition } from '../domain/job.ts';
import type { JobContext, Report } from './job-context.ts';
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
  for (const [index, { enabled, ...options }] of stages.entries()) {
    if (enabled !== false) checkSizes(options, index, report);
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

/** Options by which so many sets are in memory at once. */
const SIZES = [
  'population_size',
  'batch_size',
  'startup',
  'design_size',
  'n_seeds',
  'top_n',
  'candidates',
  'tournament_size',
];
/** Far beyond what any search has a use for, and still a fraction of a machine's memory. */
const MOST_AT_ONCE = 100_000;

function checkSizes(options: PluginInput, index: number, report: Report): void {
  for (const name of SIZES) {
    const size = options[name];
    if (typeof size !== 'number' || size <= MOST_AT_ONCE) continue;
    report(['stages', index, name], `at most ${MOST_AT_ONCE}`, String(size));
  }
}

/** `lhs`, `lhs-2`, …: the first that no stage has. */
function freeName(wish: string, taken: Set<string>): string {
  let name = wish;
  for (let count = 2; taken.has(name); count++) name = `${wish}-${count}`;
  taken.add(name);
  return name;
}
