import { importance } from '../analysis/importance.ts';
import { stability } from '../analysis/stability.ts';
import { createSpace } from '../domain/space.ts';
import { type HeatMap, heatMap } from '../report/heat-map.ts';
import { type SearchCourse, searchCourse } from '../report/search-course.ts';
import { type SearchSample, sampleSearch } from '../report/search-sample.ts';
import { openRunStore } from '../run/run-store.ts';
import { thinned } from './run-board.ts';
import { runPageTasks } from './run-page-tasks.ts';
import { openSearch, type SearchPlace } from './search-place.ts';
import type { AnalysisView } from './views.ts';

export type { SearchPlace };

export interface SampleQuestion {
  readonly most: number;
  readonly metrics: readonly string[];
}

export interface HeatQuestion {
  readonly x: string;
  readonly y: string;
  readonly bins: number;
}

export interface CoursesQuestion {
  /** Each is of the place's runs folder. */
  readonly searches: readonly (Omit<SearchPlace, 'root'> & { readonly state: string })[];
}

/** A step on a screen is a pixel wide at least. */
const MOST_IMPROVEMENTS = 1_000;
/** Of larger searches an even part is looked at, which tells the same. */
const MOST_LOOKED_AT = 100_000;

/** What can be asked of a search; seconds of one core at most. */
export const analysisTasks = {
  ...runPageTasks,

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
    using cursor = await openSearch(place, question.metrics);
    return sampleSearch(cursor, question);
  },

  async heat(place: SearchPlace, question: HeatQuestion): Promise<HeatMap> {
    using cursor = await openSearch(place, []);
    return heatMap(cursor, question);
  },

  /** In the order asked; null for a search that cannot be read, which must not hide the others. */
  async courses(
    { root }: SearchPlace,
    { searches }: CoursesQuestion,
  ): Promise<readonly (SearchCourse | null)[]> {
    const courses: (SearchCourse | null)[] = [];
    for (const { run, folder } of searches) {
      courses.push(await courseOf({ root, run, folder }).catch(() => null));
    }
    return courses;
  },
};

async function courseOf(place: SearchPlace): Promise<SearchCourse> {
  using cursor = await openSearch(place, []);
  const course = searchCourse(cursor);
  return {
    ...course,
    byEvaluations: thinned(course.byEvaluations, MOST_IMPROVEMENTS),
    bySeconds: thinned(course.bySeconds, MOST_IMPROVEMENTS),
  };
}

export type AnalysisKind = keyof typeof analysisTasks;
export type Question<K extends AnalysisKind> = Parameters<(typeof analysisTasks)[K]>[1];
export type Finding<K extends AnalysisKind> = Awaited<ReturnType<(typeof analysisTasks)[K]>>;
