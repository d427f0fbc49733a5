import type { Executor, ExecutorFactory } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import { namedPlugin } from './named-plugin.ts';
import { retrying } from './retrying.ts';

export interface Surroundings {
  readonly projectRoot: string;
  /** Folder for what may be deleted without loss. */
  readonly cacheFolder: string;
  /** Hears what strategies print; with a level it is the executor's own words. */
  readonly log: (text: string, level?: 'info' | 'warn') => void;
}

/**
 * The executor that a job names, not started, which tries each backtest as often as the job says.
 * @throws Error where none of that name is registered
 */
export function createExecutor(
  factories: Readonly<Record<string, ExecutorFactory>>,
  job: Job,
  surroundings: Surroundings,
): Executor {
  const { name, options } = job.executor;
  const factory = namedPlugin(factories, name, 'Cannot start the executor');
  const { slots, timeoutSeconds, timeoutMeasured, memoryLimitMb } = job;
  const executor = factory.create({
    ...surroundings,
    // Checked by the factory's own schema when the job was read.
    options: options as never,
    slots,
    timeoutSeconds,
    timeoutMeasured: timeoutMeasured === true,
    memoryLimitMb,
  });
  return retrying(executor, job.attempts);
}
