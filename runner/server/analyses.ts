import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AnalysisTask } from './analysis-worker.ts';
import type { AnalysisView } from './views.ts';

/** What searches tell, found in a thread beside the event loop and kept. */
export interface Analyses {
  /**
   * @param version changes when the search has made more evaluations
   * @throws Error where the run's files cannot be read
   */
  of(task: AnalysisTask, version: string): Promise<AnalysisView>;
}

interface Kept {
  readonly version: string;
  readonly at: number;
  readonly view: Promise<AnalysisView>;
}

const MOST_KEPT = 50;
/** A search that is running is looked at anew after this time, not with every evaluation. */
const FRESH_MS = 10_000;

export function createAnalyses(): Analyses {
  /** Least recently used first. */
  const kept = new Map<string, Kept>();
  /** One at a time: two would take the slots' cores. */
  let last: Promise<unknown> = Promise.resolve();

  function begin(task: AnalysisTask): Promise<AnalysisView> {
    const view = last.then(() => inThread(task));
    last = view.catch(() => {});
    return view;
  }

  return {
    async of(task, version) {
      const key = `${task.run}/${task.folder}`;
      const found = kept.get(key);
      const isFresh =
        found !== undefined &&
        (found.version === version || performance.now() - found.at < FRESH_MS);
      const entry = isFresh ? found : { version, at: performance.now(), view: begin(task) };
      kept.delete(key);
      kept.set(key, entry);
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      try {
        return await entry.view;
      } catch (error) {
        if (kept.get(key) === entry) kept.delete(key);
        throw error;
      }
    },
  };
}

async function inThread(task: AnalysisTask): Promise<AnalysisView> {
  const worker = new Worker(new URL('./analysis-worker.ts', import.meta.url), { workerData: task });
  // Rejects where the thread throws. The daemon's end does not wait for it.
  worker.unref();
  const ended = once(worker, 'exit').then(([code]: number[]) => {
    throw new Error(`Cannot analyse run ${task.run}: the thread ended with ${code}`);
  });
  ended.catch(() => {});
  const [view] = (await Promise.race([once(worker, 'message'), ended])) as [AnalysisView];
  return view;
}
