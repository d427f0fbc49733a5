import { importance } from '../analysis/importance.ts';
import { stability } from '../analysis/stability.ts';
import { createSpace } from '../domain/space.ts';
import { type HeatMap, heatMap } from '../report/heat-map.ts';
import { openSearchCursor } from '../report/search-cursor.ts';
import { type SearchSample, sampleSearch } from '../report/search-sample.ts';
import { openRunStore } from '../run/run-store.ts';
import type { AnalysisView } from './views.ts';

/** One search of one run. */
export interface SearchPlace {
  readonly root: string;
  readonly run: string;
  readonly folder: string;
}

export interface SampleQuestion {
  readonly most: number;
  readonly metrics: readonly string[];
}

export interface HeatQuestion {
  readonly x: string;
  readonly y: string;
  readonly bins: number;
}

/** Of larger searches an even part is looked at, which tells the same. */
const MOST_LOOKED_AT = 100_000;

/** What can be asked of a search; seconds of one core at most. */
export const analysisTasks = {
  /** Importance of the parameters, and stability around the best. */
  async analysis({ root, run, folder }: SearchPlace, _question: null): Promise<AnalysisView> {
    const store = openRunStore(root);
    const { job } = await store.read(run);
    const evaluations = await store.evaluations(run, folder, MOST_LOOKED_AT);
    const space = createSpace(job.parameters, job.rules);
    return {
      evaluations: evaluations.length,
      importance: importance(evaluations, space),
      stability: stability(evaluations, space),
    };
  },

  async sample(place: SearchPlace, question: SampleQuestion): Promise<SearchSample> {
    using cursor = await open(place, question.metrics);
    return sampleSearch(cursor, question);
  },

  async heat(place: SearchPlace, question: HeatQuestion): Promise<HeatMap> {
    using cursor = await open(place, []);
    return heatMap(cursor, question);
  },
};

export type AnalysisKind = keyof typeof analysisTasks;
export type Question<K extends AnalysisKind> = Parameters<(typeof analysisTasks)[K]>[1];
export type Finding<K extends AnalysisKind> = Awaited<ReturnType<(typeof analysisTasks)[K]>>;

async function open({ root, run, folder }: SearchPlace, metrics: readonly string[]) {
  const store = openRunStore(root);
  const { job } = await store.read(run);
  return await openSearchCursor({ store, run, folder, job, metrics });
}
