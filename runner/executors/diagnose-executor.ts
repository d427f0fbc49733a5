import type {
  BacktestSetup,
  Check,
  DiagnosedFactory,
  ExecutorContext,
} from '../domain/executor.ts';
import { namedPlugin } from './named-plugin.ts';

/** An executor that can say what it lacks, and how the environment states its options. */
interface DiagnosedPlugin extends DiagnosedFactory {
  readonly options: { parse(stated: unknown): unknown };
  /** Options by the variable that states them. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface DiagnosisOptions {
  readonly setup: BacktestSetup;
  readonly env: NodeJS.ProcessEnv;
  readonly projectRoot: string;
  readonly cacheFolder: string;
  /** A job's that states none. */
  readonly limits: Pick<ExecutorContext<never>, 'timeoutSeconds' | 'memoryLimitMb'>;
  /** Hears what harnesses print; nobody does where absent. */
  readonly log?: ExecutorContext<never>['log'];
}

/**
 * Looks at an executor as a job would have it that says no more than which one.
 * @throws Error where it is none of those that can say what they lack
 */
export function diagnoseExecutor(
  plugins: Readonly<Record<string, DiagnosedPlugin>>,
  name: string,
  { setup, env, limits, log, ...folders }: DiagnosisOptions,
): AsyncIterable<Check> {
  const plugin = namedPlugin(plugins, name, 'Cannot diagnose an executor');
  const stated = Object.entries(plugin.environment).map(([variable, option]) => [
    option,
    env[variable] || undefined,
  ]);
  const context = {
    ...folders,
    ...limits,
    options: plugin.options.parse(Object.fromEntries(stated)) as never,
    slots: 1,
    ...(log !== undefined && { log }),
  };
  return plugin.diagnose(context, setup);
}
