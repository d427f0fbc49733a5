import type { PluginChoice } from '../domain/job.ts';
import { quote } from './describe-value.ts';
import { checkReach } from './executor-limits.ts';
import type { JobContext, ValidFields } from './job-context.ts';
import { defaultExecutor } from './job-defaults.ts';
import { choosePlugin } from './plugin-choice.ts';

export type Engine = 'embedded' | 'lean';

/** What carries backtests out, and what runs the strategy in it. */
export interface ResolvedExecutor {
  readonly executor: PluginChoice;
  readonly engine: Engine;
}

/** Undefined where the environment names an executor that there is not, which is reported. */
export function resolveExecutor(
  input: ValidFields,
  context: JobContext,
): ResolvedExecutor | undefined {
  const { registries, env, report } = context;
  const wanted = input.executor ?? defaultExecutor(env);
  const chosen = choosePlugin(registries.executors, 'kind', wanted);
  const plugin = registries.executors[chosen.name];
  if (plugin === undefined) {
    const names = Object.keys(registries.executors).join(', ');
    report(['executor'], `one of ${names}`, `${quote(chosen.name)} (LEANTUNE_EXECUTOR)`);
    return;
  }
  const { engines = ['embedded'], environment = {}, reaches = {} } = plugin;
  checkReach(chosen.options, reaches, context);
  const engine = input.engine ?? engines[0] ?? 'embedded';
  if (!engines.includes(engine)) {
    const others = Object.entries(registries.executors)
      .filter(([, other]) => other.engines?.includes(engine))
      .map(([name]) => name);
    const found = `the executor ${chosen.name}`;
    report(['engine'], `an executor that runs ${engine} (${others.join(', ')})`, found);
    return;
  }
  const options = { ...chosen.options, ...fromEnvironment(chosen.options, environment, env) };
  const skip = input.skip_compile === true && 'skip_compile' in options;
  return {
    executor: { name: chosen.name, options: skip ? { ...options, skip_compile: true } : options },
    engine,
  };
}

/** What a job does not state, where the environment does. */
function fromEnvironment(
  options: PluginChoice['options'],
  names: Readonly<Record<string, string>>,
  env: JobContext['env'],
): PluginChoice['options'] {
  const found = Object.entries(names).flatMap(([variable, option]) => {
    const value = env[variable];
    return value === undefined || value === '' || options[option] !== undefined
      ? []
      : [[option, value] as const];
  });
  return Object.fromEntries(found);
}
