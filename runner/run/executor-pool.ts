import type { Executor } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';

/** An idle executor is kept this long for the next job. */
const IDLE_MS = 10_000;

/** An executor on loan; disposing gives it back. */
export interface ExecutorLease extends AsyncDisposable {
  readonly executor: Executor;
}

/**
 * Lends executors and keeps the last one warm for a while, so that checking a job and running it
 * start one executor, not two.
 */
export interface ExecutorPool extends AsyncDisposable {
  lend(job: Job): Promise<ExecutorLease>;
}

interface Spare {
  readonly key: string;
  readonly executor: Executor;
  readonly timer: NodeJS.Timeout;
}

export function createExecutorPool(create: (job: Job) => Executor): ExecutorPool {
  let spare: Spare | null = null;

  const dismiss = async (): Promise<void> => {
    const gone = spare;
    spare = null;
    if (gone === null) return;
    clearTimeout(gone.timer);
    await gone.executor[Symbol.asyncDispose]();
  };

  const take = (key: string): Executor | null => {
    if (spare?.key !== key) return null;
    const { executor, timer } = spare;
    clearTimeout(timer);
    spare = null;
    return executor;
  };

  const giveBack = async (key: string, executor: Executor): Promise<void> => {
    // Another may be given back while the last spare is dismissed.
    while (spare !== null) await dismiss();
    const timer = setTimeout(() => dismiss().catch(() => {}), IDLE_MS);
    timer.unref();
    spare = { key, executor, timer };
  };

  return {
    async lend(job) {
      const key = keyOf(job);
      const warm = take(key);
      const executor = warm ?? create(job);
      let returned = false;
      if (warm === null) {
        try {
          await executor.start();
        } catch (error) {
          await executor[Symbol.asyncDispose]();
          throw error;
        }
      }
      return {
        executor,
        async [Symbol.asyncDispose]() {
          if (returned) return;
          returned = true;
          await giveBack(key, executor);
        },
      };
    },
    [Symbol.asyncDispose]: dismiss,
  };
}

/** All that an executor is made from; jobs that agree in it can share one. */
function keyOf({ executor, slots, timeoutSeconds, memoryLimitMb, attempts }: Job): string {
  return JSON.stringify([executor, slots, timeoutSeconds, memoryLimitMb, attempts]);
}
