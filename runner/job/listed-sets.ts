import type { ParameterValue } from '../domain/parameter-set.ts';
import { createSpace, type ParameterDefinition } from '../domain/space.ts';
import { quote } from './describe-value.ts';
import type { JobContext, ValidFields } from './job-context.ts';
import { parameterName } from './parameter-schema.ts';
import type { Path } from './path.ts';
import type { PluginInput } from './plugin-schema.ts';
import type { ResolvedSpace } from './resolved-space.ts';

/** The sampler whose sets stand in the job. */
const LIST = 'list';

type Listed = Readonly<Record<string, ParameterValue>>;

interface ListStage {
  readonly path: Path;
  readonly sets: readonly Listed[];
  readonly by_symbol?: Readonly<Record<string, readonly Listed[]>>;
}

/** Whether the sets of all stages that run are listed, so that they say what the parameters are. */
export function onlyLists(stages: readonly PluginInput[]): boolean {
  const running = stages.filter(({ enabled }) => enabled !== false);
  return running.length > 0 && running.every(({ sampler }) => sampler === LIST);
}

/** Every parameter that the sets name, its values in the order in which they appear. */
export function spaceOfLists(
  stages: readonly PluginInput[],
  { report }: Pick<JobContext, 'report'>,
): ResolvedSpace | undefined {
  const values = new Map<string, Set<ParameterValue>>();
  let usable = true;
  for (const { path, set } of listStages(stages).flatMap(setsOf)) {
    for (const [name, value] of Object.entries(set)) {
      const checked = parameterName.safeParse(name);
      if (!checked.success) report([...path, name], 'the name of a parameter', quote(name));
      usable &&= checked.success;
      values.set(name, (values.get(name) ?? new Set()).add(value));
    }
  }
  if (!usable || values.size === 0) return;
  const parameters = [...values].map(
    ([name, found]): ParameterDefinition => ({ name, type: 'categorical', values: [...found] }),
  );
  return { parameters, rules: [] };
}

/** Reports what lists lack and, where the job has parameters of its own, sets that are none of them. */
export function checkLists(
  input: ValidFields,
  {
    symbols,
    space,
  }: { readonly symbols: readonly string[]; readonly space?: ResolvedSpace | undefined },
  { report }: Pick<JobContext, 'report'>,
): void {
  const lists = listStages(input.stages ?? []);
  for (const { path, sets, by_symbol: own } of lists) {
    if (own !== undefined && input.mode === 'shared') {
      report([...path, 'by_symbol'], 'the same sets for all, in mode "shared"', 'sets by symbol');
    }
    const named = new Set(Object.keys(own ?? {}).map((symbol) => symbol.toUpperCase()));
    const without = sets.length > 0 ? undefined : symbols.find((symbol) => !named.has(symbol));
    if (without !== undefined) report([...path, 'sets'], `sets for ${without}`, 'none');
  }
  if (input.parameters === undefined || space === undefined || lists.length === 0) return;
  const { problem } = createSpace(space.parameters, space.rules);
  for (const { path, set } of lists.flatMap(setsOf)) {
    const found = problem(set);
    if (found !== null) report(path, "a set of the job's parameters", found);
  }
}

function listStages(stages: readonly PluginInput[]): ListStage[] {
  return stages.flatMap((stage, index) =>
    stage['sampler'] === LIST && stage['enabled'] !== false
      ? [{ ...(stage as unknown as ListStage), path: ['stages', index] }]
      : [],
  );
}

function setsOf({ path, sets, by_symbol: own = {} }: ListStage) {
  const lists = [
    { at: [...path, 'sets'], list: sets },
    ...Object.entries(own).map(([symbol, list]) => ({ at: [...path, 'by_symbol', symbol], list })),
  ];
  return lists.flatMap(({ at, list }) => list.map((set, index) => ({ path: [...at, index], set })));
}
