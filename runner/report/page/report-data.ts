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
  /** Of the best: one, or one for each symbol of a shared set; none where nobody has a result. */
  readonly results: readonly NamedResult[];
  /** The same on the holdout. */
  readonly holdouts: readonly NamedResult[];
}

/** A backtest's curves, and what it was played on. */
export interface NamedResult {
  readonly symbol: string;
  readonly curves: ResultCurves;
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
const MOST_SEARCHES = 10;
/** Parameters of all of them together; each is a row of a table. */
const MOST_PARAMETERS = 240;

export async function reportData(
  store: RunStore,
  { record, job }: { readonly record: RunRecord; readonly job: Job },
  { searches, backtest }: ReportOptions,
): Promise<ReportData> {
  const space = createSpace(job.parameters, job.rules);
  const fitting = Math.max(2, Math.floor(MOST_PARAMETERS / space.parameters.length));
  const told = searches.slice(0, Math.min(MOST_SEARCHES, fitting));
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
  const { record, job, space, progress } = search;
  const { folder, symbol, stages, best } = progress;
  const outlines = await store.outlines(record.id, folder);
  const evaluations = await store.evaluations(record.id, folder, MOST_READ);
  const top =
    best === null ? [] : (await bestParameters(store, { record, job }, { symbol, top: TOP })).sets;
  const results = best === null ? [] : await resultsOf(store, search, best);
  const holdouts = progress.holdout === null ? [] : await storedResults(store, search, 'holdout');
  return {
    progress,
    best,
    top,
    evaluations,
    convergence: convergence(outlines, stages),
    importance: importance(evaluations, space),
    stability: stability(evaluations, space),
    results,
    holdouts,
  };
}

/** Those that are stored, where they are of this best and not of an older one. */
async function resultsOf(
  store: RunStore,
  search: Search,
  best: Evaluation,
): Promise<readonly NamedResult[]> {
  const { record, progress, backtest } = search;
  const stored = await store.best(record.id, progress.folder);
  const results = stored?.id === best.id ? await storedResults(store, search, 'best') : [];
  if (results.length > 0) return results;
  return named(playedOn(search)[0] ?? '', await backtest(progress, best));
}

async function storedResults(
  store: RunStore,
  search: Search,
  which: 'best' | 'holdout',
): Promise<readonly NamedResult[]> {
  const { record, job, progress } = search;
  const results: NamedResult[] = [];
  for (const symbol of playedOn(search).slice(0, MOST_SYMBOLS)) {
    const of = job.mode === 'shared' ? symbol : undefined;
    results.push(...named(symbol, await store.result(record.id, progress.folder, which, of)));
  }
  return results;
}

/** Symbols whose equity is drawn of a shared set. */
const MOST_SYMBOLS = 6;

function playedOn({ job, progress }: Search): readonly string[] {
  return job.mode === 'shared' ? job.symbols : [progress.symbol];
}

function named(symbol: string, result: unknown): readonly NamedResult[] {
  return result === null ? [] : [{ symbol, curves: resultCurves(result) }];
}
