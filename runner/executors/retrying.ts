import type { BacktestRequest, Executor } from '../domain/executor.ts';

/**
 * An executor that tries a backtest again, `attempts` times in all, where its failure is retriable.
 * Outcomes carry the number of the attempt they come from.
 */
export function retrying(executor: Executor, attempts: number): Executor {
  return {
    get slots() {
      return executor.slots;
    },
    get chunk() {
      return executor.chunk;
    },
    start: () => executor.start(),
    timing: executor.timing,
    prepare: (setup) => executor.prepare(setup),
    async *evaluate(requests, signal) {
      let pending: readonly BacktestRequest[] = requests;
      for (let attempt = 1; pending.length > 0; attempt++) {
        const failed = new Set<number>();
        for await (const outcome of executor.evaluate(pending, signal)) {
          const again = outcome.status === 'failed' && outcome.retriable && attempt < attempts;
          if (again) failed.add(outcome.id);
          // Most are of the first try: what is copied loses what it makes when asked.
          else yield outcome.attempt === attempt ? outcome : { ...outcome, attempt };
        }
        pending = pending.filter((request) => failed.has(request.id));
      }
    },
    [Symbol.asyncDispose]: () => executor[Symbol.asyncDispose](),
  };
}
