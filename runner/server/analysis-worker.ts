import { parentPort, workerData } from 'node:worker_threads';
import { type AnalysisKind, analysisTasks, type SearchPlace } from './analysis-tasks.ts';

/** What the thread is started with. */
export interface AnalysisOrder {
  readonly kind: AnalysisKind;
  readonly place: SearchPlace;
  readonly question: unknown;
}

const { kind, place, question } = workerData as AnalysisOrder;
parentPort?.postMessage(await analysisTasks[kind](place, question as never));
