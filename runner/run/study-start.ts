import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import type { CompleteOutcome, Preparation } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import type { RunRecord, SearchStart, SymbolProgress, Unused } from '../domain/run-record.ts';
import type { Space } from '../domain/space.ts';
import { keyOf, type SetKey } from '../pipeline/evaluation-cache.ts';
import type { SearchPlan } from '../pipeline/plan.ts';
import type { FitnessRegistry } from '../pipeline/registries.ts';
import { createScorer, type Scorer } from '../pipeline/score.ts';
import { toldOf } from '../pipeline/told-of.ts';
import { openColumnsReader } from './columns-reader.ts';
import { parseEvaluation } from './evaluation-line.ts';
import { visitJsonLines } from './json-lines.ts';
import { lineMetrics } from './line-metrics.ts';
import { searchesOf } from './searches.ts';
import { openStudyWriter, type StudyWriter } from './study-history.ts';
import { type SearchSetup, searchSetup } from './study-setup.ts';
import { COLUMNS_FILE, EVALUATIONS_FILE } from './symbol-files.ts';
import { symbolFolder } from './symbol-folder.ts';
import { openWholeRows } from './whole-rows.ts';

export interface StudyStartOptions {
  readonly job: Job;
  readonly plan: SearchPlan;
  readonly preparations: ReadonlyMap<string, Preparation>;
  readonly fitnesses: FitnessRegistry;
  /** The study's runs so far, in any order. */
  readonly earlier: readonly RunRecord[];
  /** The run of the same job that the new one goes on from, since others have gone on from it. */
  readonly after?: RunRecord | undefined;
  /** The folder of a run. */
  readonly folderOf: (run: string) => string;
}

/**
 * Takes over into a new run's folder what its study has evaluated so far, and says where each of its
 * searches starts. Only once, when the run is made.
 * @param folder of the new run
 */
export async function startInStudy(
  folder: string,
  options: StudyStartOptions,
): Promise<Readonly<Record<string, SearchStart>>> {
  const starts: [string, SearchStart][] = [];
  const earlier = options.earlier.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const symbol of searchesOf(options.job)) {
    starts.push([symbol, await startSearch(folder, symbol, { ...options, earlier })]);
  }
  return Object.fromEntries(starts);
}

/** A search of an earlier run under the same name. */
interface EarlierSearch {
  readonly run: RunRecord;
  readonly progress: SymbolProgress;
  /** Absent in records of older versions. */
  readonly start: SearchStart | undefined;
  readonly folder: string;
}

async function startSearch(
  folder: string,
  symbol: string,
  { job, plan, preparations, fitnesses, earlier, after, folderOf }: StudyStartOptions,
): Promise<SearchStart> {
  const own = searchSetup(job, symbol, preparations);
  const searches = earlier.flatMap((run) => searchIn(run, symbol, folderOf(run.id)));
  const preparation = preparations.get(symbol) ?? preparations.get(job.symbols[0] ?? '');
  const scorer = rescorer(job, fitnesses, preparation);
  const taker = new Taker({ own, scorer, space: plan.space });
  if (searches.length > 0) {
    await mkdir(join(folder, symbolFolder(symbol)), { recursive: true });
    await using writer = openStudyWriter(join(folder, symbolFolder(symbol)));
    for (const search of searches) await taker.take(search, writer);
  }
  const before = madeBy(after, symbol);
  return {
    ...own,
    ...taker.taken,
    first_id: 1 + Math.max(0, ...searches.map(lastReserved)),
    ...(before > 0 && { before }),
  };
}

/** What a job has made of its budget up to the end of a run. */
function madeBy(run: RunRecord | undefined, symbol: string): number {
  const made = run?.symbols.find((one) => one.symbol === symbol)?.counts.evaluations ?? 0;
  return made + (run?.starts?.[symbol]?.before ?? 0);
}

/** What is left of a plan when so many evaluations of its budget are made. */
export function planAfter(plan: SearchPlan, before: number): SearchPlan {
  if (before === 0) return plan;
  const evaluations = Math.max(0, plan.evaluations - before);
  return { ...plan, cap: evaluations, evaluations };
}

/** Whether a later run of the study knows what this one has made, so that it must not go on. */
export function isOvertaken(run: RunRecord, records: readonly RunRecord[]): boolean {
  if (run.study === null) return false;
  return records.some(({ study, id }) => study === run.study && id > run.id);
}

function searchIn(run: RunRecord, symbol: string, folder: string): EarlierSearch[] {
  const progress = run.symbols.find((one) => one.symbol === symbol);
  if (progress === undefined) return [];
  const start = run.starts?.[symbol];
  return [{ run, progress, start, folder: join(folder, progress.folder) }];
}

/** The highest number that a search has used, or may use yet. */
function lastReserved({ run, progress, start, folder }: EarlierSearch): number {
  const before = (start?.first_id ?? 1) - 1;
  using reader = openColumnsReader(join(folder, COLUMNS_FILE));
  const made = Math.max(reader?.last ?? 0, before + progress.counts.evaluations);
  const isOpen = run.state !== 'complete' && run.planned_evaluations !== null;
  return isOpen ? Math.max(made, before + (run.planned_evaluations ?? 0)) : made;
}

/** Judges metrics anew; null where lines do not hold all that is judged. */
function rescorer(
  job: Job,
  fitnesses: FitnessRegistry,
  preparation: Preparation | undefined,
): Scorer | null {
  if (job.mode === 'shared' || (preparation?.variations ?? []).length > 0) return null;
  return createScorer(job.fitness, job.constraints, { fitnesses, objectives: job.objectives });
}

/** Takes evaluations over, none of a set twice, and counts those that are of no use. */
class Taker {
  readonly #own: SearchSetup;
  readonly #scorer: Scorer | null;
  readonly #space: Space;
  readonly #seen = new Set<SetKey>();
  readonly #runs = new Set<string>();
  readonly #unused = { setup: 0, space: 0, judged: 0, unfinished: 0 };

  constructor(options: { own: SearchSetup; scorer: Scorer | null; space: Space }) {
    this.#own = options.own;
    this.#scorer = options.scorer;
    this.#space = options.space;
  }

  get taken(): { known: number; runs: readonly string[]; unused: Unused } {
    return { known: this.#seen.size, runs: [...this.#runs], unused: { ...this.#unused } };
  }

  async take(search: EarlierSearch, writer: StudyWriter): Promise<void> {
    if (search.start?.setup !== this.#own.setup) {
      this.#unused.setup += search.progress.counts.evaluations;
      return;
    }
    const asJudged = search.start.judged === this.#own.judged;
    const ids = new Set<number>();
    using rows = openWholeRows(search.folder);
    await visitJsonLines(join(search.folder, EVALUATIONS_FILE), {
      parse: parseEvaluation,
      visit: (line) => {
        // The first line of an id is the one that counts.
        if (line.is_oos || ids.has(line.id) || !rows.has(line.id)) return;
        ids.add(line.id);
        const told = this.#use(line, asJudged);
        if (told === null) return;
        this.#runs.add(search.run.id);
        writer.add({ ...told, id: line.id, from: placeOf(search, line.id) });
      },
    });
  }

  /** What to tell of a line; null where it is of no use. */
  #use(line: Evaluation, asJudged: boolean) {
    const { status, params } = line;
    // Another try may well succeed, so that these answer nothing.
    if (status !== 'complete' && status !== 'invalid') return this.#leave('unfinished');
    if (this.#space.problem(params) !== null) return this.#leave('space');
    const key = keyOf(this.#space, params);
    if (this.#seen.has(key)) return null;
    if (!asJudged && this.#scorer === null) return this.#leave('judged');
    this.#seen.add(key);
    return toldOf(asJudged || this.#scorer === null ? line : judgedAnew(line, this.#scorer));
  }

  #leave(why: keyof Unused): null {
    this.#unused[why]++;
    return null;
  }
}

function placeOf({ run, progress }: EarlierSearch, id: number): string {
  return `${run.id}/${progress.folder}#${id}`;
}

function judgedAnew(line: Evaluation, scorer: Scorer): Evaluation {
  const { id, attempt, slot, ms } = line;
  const metrics = lineMetrics(line);
  const outcome: CompleteOutcome = { id, attempt, slot, ms, status: 'complete', metrics };
  const { status, fitness, violations, objectives } = scorer(outcome);
  const { objectives: _, ...rest } = line;
  const judged = { ...rest, status, fitness, violations };
  return objectives === undefined ? judged : { ...judged, objectives };
}
