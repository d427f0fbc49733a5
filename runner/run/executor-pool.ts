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
  /** @param log told what strategies print while the lease lasts */
  lend(job: Job, log?: StrategyLog): Promise<ExecutorLease>;
  /** Ends the one that is kept warm, if there is one. */
  retire(): Promise<void>;
}

export type StrategyLog = (text: string, level?: 'info' | 'warn') => void;

const silent: StrategyLog = () => {};

/** An executor outlives its leases; what its strategies print goes to the one of the moment. */
interface Lendable {
  readonly executor: Executor;
  log: StrategyLog;
}

interface Spare extends Lendable {
  readonly key: string;
  readonly timer: NodeJS.Timeout;
}

export function createExecutorPool(create: (job: Job, log: StrategyLog) => Executor): ExecutorPool {
  let spare: Spare | null = null;

  const dismiss = async (): Promise<void> => {
    const gone = spare;
    spare = null;
    if (gone === null) return;
    clearTimeout(gone.timer);
    await gone.executor[Symbol.asyncDispose]();
  };

  const take = (key: string): Lendable | null => {
    if (spare?.key !== key) return null;
    const taken = spare;
    clearTimeout(taken.timer);
    spare = null;
    return taken;
  };

  const make = async (job: Job): Promise<Lendable> => {
    const made: Lendable = {
      log: silent,
      executor: create(job, (text, level) => made.log(text, level)),
    };
    try {
      await made.executor.start();
      return made;
    } catch (error) {
      await made.executor[Symbol.asyncDispose]();
      throw error;
    }
  };

  const giveBack = async (key: string, lendable: Lendable): Promise<void> => {
    // Another may be given back while the last spare is dismissed.
    while (spare !== null) await dismiss();
    const timer = setTimeout(() => dismiss().catch(() => {}), IDLE_MS);
    timer.unref();
    lendable.log = silent;
    spare = Object.assign(lendable, { key, timer });
  };

  return {
    async lend(job, log = silent) {
      const key = keyOf(job);
      const lendable = take(key) ?? (await make(job));
      lendable.log = log;
      let returned = false;
      return {
        executor: lendable.executor,
        async [Symbol.asyncDispose]() {
          if (returned) return;
          returned = true;
          await giveBack(key, lendable);
        },
      };
    },
    retire: dismiss,
    [Symbol.asyncDispose]: dismiss,
  };
}

/** All that an executor is made from; jobs that agree in it can share one. */
function keyOf({ executor, slots, timeoutSeconds, memoryLimitMb, attempts }: Job): string {
  return JSON.stringify([executor, slots, timeoutSeconds, memoryLimitMb, attempts]);
}
