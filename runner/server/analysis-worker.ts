import { parentPort, workerData } from 'node:worker_threads';
import { importance } from '../analysis/importance.ts';
import { stability } from '../analysis/stability.ts';
import { createSpace } from '../domain/space.ts';
import { openRunStore } from '../run/run-store.ts';
import type { AnalysisView } from './views.ts';

/** What the thread is started with: one search of one run. */
export interface AnalysisTask {
  readonly root: string;
  readonly run: string;
  readonly folder: string;
}

/** Of larger searches an even part is looked at, which tells the same. */
const MOST_LOOKED_AT = 100_000;

/** Reads a search's evaluations and looks for what they tell; seconds of one core at most. */
async function analyse({ root, run, folder }: AnalysisTask): Promise<AnalysisView> {
  const store = openRunStore(root);
  const { job } = await store.read(run);
  const evaluations = await store.evaluations(run, folder, MOST_LOOKED_AT);
  const space = createSpace(job.parameters, job.rules);
  return {
    evaluations: evaluations.length,
    importance: importance(evaluations, space),
    stability: stability(evaluations, space),
  };
}

parentPort?.postMessage(await analyse(workerData as AnalysisTask));
