import { Worker } from 'node:worker_threads';
import type { SearchTask } from './bench-record.ts';
import type { BenchThreadData, SearchAnswer } from './serve-searches.ts';

export interface SearchThreadsOptions {
  readonly tasks: readonly SearchTask[];
  readonly slots: number;
  readonly data: BenchThreadData;
  /** Told of each search as it ends, in any order. */
  readonly found: (answer: SearchAnswer, task: SearchTask) => void;
  readonly signal: AbortSignal;
}

const PROGRAM = new URL('../bench-thread.ts', import.meta.url);

/**
 * Makes searches in threads, the next in the first that is free. Returns when all are made, or as
 * soon as the signal is given: what is under way is dropped then.
 *
 * @throws what a thread threw
 */
export async function searchInThreads(options: SearchThreadsOptions): Promise<void> {
  const { tasks, slots, data, signal } = options;
  const next = tasks.values();
  const workers = Array.from({ length: Math.min(slots, tasks.length) }, () => {
    return new Worker(PROGRAM, { workerData: data });
  });
  try {
    await Promise.all(workers.map((worker) => work(worker, next, options)));
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function work(
  worker: Worker,
  next: Iterator<SearchTask>,
  { found, signal }: SearchThreadsOptions,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let task: SearchTask | undefined;
  const goOn = (): void => {
    task = signal.aborted ? undefined : next.next().value;
    if (task === undefined) resolve();
    else worker.postMessage(task);
  };
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  worker.on('message', (answer: SearchAnswer) => {
    if (task === undefined || signal.aborted) return;
    found(answer, task);
    goOn();
  });
  worker.on('error', reject);
  worker.on('exit', (code) => reject(new Error(`Cannot search: a thread ended with ${code}`)));
  goOn();
  return promise.finally(() => signal.removeEventListener('abort', stop));
}
