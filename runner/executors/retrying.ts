import { aroundExecutor } from '../domain/around-executor.ts';
import type { BacktestRequest, Executor, Outcome } from '../domain/executor.ts';

/**
 * An executor that tries a backtest again, `attempts` times in all, where its failure is retriable.
 * Outcomes carry the number of the attempt they come from.
 */
export function retrying(executor: Executor, attempts: number): Executor {
  return aroundExecutor(executor, async function* evaluate(requests, signal) {
    let pending: readonly BacktestRequest[] = requests;
    for (let attempt = 1; pending.length > 0; attempt++) {
      const failed = new Set<number>();
      for await (const outcome of executor.evaluate(pending, signal)) {
        const again = outcome.status === 'failed' && outcome.retriable && attempt < attempts;
        if (again) failed.add(outcome.id);
        else yield numbered(outcome, attempt);
      }
      pending = pending.filter((request) => failed.has(request.id));
    }
  });
}

/** Most are of the first try, and a copy would make what is only made when asked for. */
function numbered(outcome: Outcome, attempt: number): Outcome {
  return outcome.attempt === attempt ? outcome : { ...outcome, attempt };
}
