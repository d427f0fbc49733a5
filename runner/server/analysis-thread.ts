import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AnalysisOrder } from './analysis-worker.ts';

/** A thread for analyses, started by the first and kept for those that follow soon. */
export interface AnalysisThread {
  /** Carries one out; never two at a time. @throws what the analysis throws */
  carryOut(order: AnalysisOrder): Promise<unknown>;
}

/**
 * A page asks for all that is in sight at a time, and to start a thread and load its code costs more
 * than most analyses. Between two looks of a page it is gone, with the memory that it took.
 */
const IDLE_MS = 2_000;

export function createAnalysisThread(): AnalysisThread {
  let kept: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;

  const start = (): Worker => {
    const worker = new Worker(new URL('./analysis-worker.ts', import.meta.url));
    // The daemon's end does not wait for it.
    worker.unref();
    // Heard by whoever waits; nobody does where it is idle.
    worker.on('error', () => {});
    worker.once('exit', () => {
      if (kept === worker) kept = null;
    });
    return worker;
  };

  const end = (worker: Worker): void => {
    kept = null;
    void worker.terminate();
  };

  return {
    async carryOut(order) {
      clearTimeout(idle);
      kept ??= start();
      const worker = kept;
      const given = new AbortController();
      const { signal } = given;
      try {
        worker.postMessage(order);
        // Both reject where the thread throws.
        const answered = once(worker, 'message', { signal }).then(([finding]) => finding);
        const ended = once(worker, 'exit', { signal }).then(([code]) => {
          const { run } = order.place;
          throw new Error(`Cannot analyse run ${run}: the thread ended with ${code}`);
        });
        return await Promise.race([answered, ended]);
      } catch (error) {
        if (kept === worker) end(worker);
        throw error;
      } finally {
        given.abort();
        idle = setTimeout(() => kept === worker && end(worker), IDLE_MS).unref();
      }
    },
  };
}
