import { type Convergence, convergence } from '../../analysis/convergence.ts';
import { type Importance, importance } from '../../analysis/importance.ts';
import { type Stability, stability } from '../../analysis/stability.ts';
import type { Evaluation } from '../../domain/evaluation.ts';
import type { Job } from '../../domain/job.ts';
import type { RunRecord, SymbolProgress } from '../../domain/run-record.ts';
import { createSpace, type Space } from '../../domain/space.ts';
import type { RunStore } from '../../run/run-store.ts';
import { bestParameters, type ChosenSet } from '../best-parameters.ts';
import { type ResultCurves, resultCurves } from '../result-curves.ts';

/** What a report tells of one search. */
export interface SearchReport {
  readonly progress: SymbolProgress;
  /** Null where no set was valid. */
  readonly best: Evaluation | null;
  readonly top: readonly ChosenSet[];
  /** Of very many, an even choice. */
  readonly evaluations: readonly Evaluation[];
  readonly convergence: Convergence;
  readonly importance: Importance | null;
  readonly stability: Stability | null;
  readonly curves: ResultCurves;
  /** On the holdout; null where there is none. */
  readonly holdout: ResultCurves | null;
}

export interface ReportData {
  readonly record: RunRecord;
  readonly job: Job;
  readonly space: Space;
  readonly searches: readonly SearchReport[];
  /** Searches of the run that are only listed. */
  readonly others: readonly SymbolProgress[];
}

/** Gives the full result of a set that was not kept; null where it has none. */
export type Backtest = (progress: SymbolProgress, best: Evaluation) => Promise<unknown>;

export interface ReportOptions {
  /** Those to tell of in full. */
  readonly searches: readonly SymbolProgress[];
  readonly backtest: Backtest;
}

const TOP = 20;
const MOST_READ = 20_000;
/** Searches that are told of in full; a page of more is too long to be read. */
const MOST_SEARCHES = 12;

export async function reportData(
  store: RunStore,
  { record, job }: { readonly record: RunRecord; readonly job: Job },
  { searches, backtest }: ReportOptions,
): Promise<ReportData> {
  const told = searches.slice(0, MOST_SEARCHES);
  const space = createSpace(job.parameters, job.rules);
  const reports: SearchReport[] = [];
  for (const progress of told) {
    reports.push(await searchReport(store, { record, job, space, progress, backtest }));
  }
  const others = record.symbols.filter((one) => !told.includes(one));
  return { record, job, space, searches: reports, others };
}

interface Search {
  readonly record: RunRecord;
  readonly job: Job;
  readonly space: Space;
  readonly progress: SymbolProgress;
  readonly backtest: Backtest;
}

async function searchReport(store: RunStore, search: Search): Promise<SearchReport> {
  const { record, job, space, progress, backtest } = search;
  const { folder, symbol, stages, best } = progress;
  const outlines = await store.outlines(record.id, folder);
  const evaluations = await store.evaluations(record.id, folder, MOST_READ);
  const top =
    best === null ? [] : (await bestParameters(store, { record, job }, { symbol, top: TOP })).sets;
  const stored = best === null ? null : await storedResult(store, record.id, folder, best);
  const result = best !== null && stored === null ? await backtest(progress, best) : stored;
  const holdout = await store.result(record.id, folder, 'holdout');
  return {
    progress,
    best,
    top,
    evaluations,
    convergence: convergence(outlines, stages),
    importance: importance(evaluations, space),
    stability: stability(evaluations, space),
    curves: resultCurves(result),
    holdout: progress.holdout === null || holdout === null ? null : resultCurves(holdout),
  };
}

/** The result that is stored may be of an older best. */
async function storedResult(
  store: RunStore,
  run: string,
  folder: string,
  best: Evaluation,
): Promise<unknown> {
  const stored = await store.best(run, folder);
  return stored?.id === best.id ? store.result(run, folder, 'best') : null;
}
