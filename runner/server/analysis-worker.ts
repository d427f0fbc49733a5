import { parentPort } from 'node:worker_threads';
import { type AnalysisKind, analysisTasks, type SearchPlace } from './analysis-tasks.ts';

/** What the thread is asked, one at a time. */
export interface AnalysisOrder {
  readonly kind: AnalysisKind;
  readonly place: SearchPlace;
  readonly question: unknown;
}

// What a task throws ends the thread, and is thrown where it was asked.
parentPort?.on('message', async ({ kind, place, question }: AnalysisOrder) => {
  parentPort?.postMessage(await analysisTasks[kind](place, question as never));
});
