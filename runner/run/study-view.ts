import { join } from 'node:path';
import { UNDER_WAY } from '../domain/cut-off.ts';
import type { Job } from '../domain/job.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import type {
  Study,
  StudyBest,
  StudyCourse,
  StudyNotes,
  StudyRun,
  StudySearch,
  StudySummary,
} from '../domain/study.ts';
import { readJournal } from './journal.ts';
import type { RunStore } from './run-store.ts';

/** @param records the study's runs, one at least, in any order */
export function studySummary(
  name: string,
  records: readonly RunRecord[],
  notes: StudyNotes,
): StudySummary {
  const runs = oldestFirst(records);
  const newest = runs.at(-1);
  const live = runs.findLast(({ state }) => UNDER_WAY.includes(state));
  const symbols = unique(runs.flatMap(({ symbols: own }) => own.map(({ symbol }) => symbol)));
  return {
    ...notes,
    name,
    state: live?.state ?? newest?.state ?? 'stopped',
    runs: runs.length,
    strategies: unique(runs.map(({ strategy }) => strategy)),
    symbols,
    evaluations: sum(runs, evaluationsOf),
    seconds: sum(runs, ({ seconds }) => seconds),
    created_at: runs[0]?.created_at ?? '',
    updated_at:
      runs
        .map(({ updated_at: at }) => at)
        .toSorted()
        .at(-1) ?? '',
    bests: symbols.flatMap((symbol) => bestOf(runs, symbol) ?? []),
    alike: symbols.every((symbol) => isAlike(runs, symbol)),
  };
}

/** The whole of a study. */
export async function studyOf(
  store: RunStore,
  summary: StudySummary,
  records: readonly RunRecord[],
): Promise<Study> {
  const runs = oldestFirst(records);
  const history = await Promise.all(runs.map((record) => studyRun(store, record)));
  const courses = summary.symbols.map((symbol) => courseOf(runs, symbol));
  return { ...summary, history, courses };
}

async function studyRun(store: RunStore, record: RunRecord): Promise<StudyRun> {
  const job: Job | null = await store.read(record.id).then(
    (stored) => stored.job,
    () => null,
  );
  const enabled = job?.stages.filter((stage) => stage.enabled) ?? [];
  return {
    id: record.id,
    name: record.name,
    state: record.state,
    strategy: record.strategy,
    fitness: job?.fitness.name ?? null,
    samplers: unique(enabled.map(({ sampler }) => sampler.name)),
    seed: record.seed,
    created_at: record.created_at,
    ended_at: record.ended_at,
    seconds: record.seconds,
    evaluations: evaluationsOf(record),
    answered: await answeredIn(store.folder(record.id), record),
    searches: record.symbols.map((progress) => searchOf(record, progress)),
  };
}

function searchOf({ starts }: RunRecord, progress: SymbolProgress): StudySearch {
  const { symbol, folder, counts, best } = progress;
  const start = starts?.[symbol];
  const search = { symbol, folder, evaluations: counts.evaluations, best };
  return start === undefined
    ? { ...search, first_id: 1 }
    : { ...search, first_id: start.first_id, start };
}

/** The journal names the run of what answered an ask, where it was an earlier one. */
async function answeredIn(folder: string, { symbols, starts = {} }: RunRecord) {
  const knowing = symbols.filter(({ symbol }) => (starts[symbol]?.known ?? 0) > 0);
  try {
    const counts = knowing.map(async (progress) => {
      const { entries } = await readJournal(join(folder, progress.folder, 'journal.jsonl'));
      const answers = entries.flatMap((entry) => (entry.t === 'duplicates' ? entry.of : []));
      return answers.filter(([, from]) => typeof from === 'string').length;
    });
    return sum(await Promise.all(counts), (count) => count);
  } catch {
    return null;
  }
}

/** Records hold the improvements of their runs, so that no evaluation has to be read. */
function courseOf(runs: readonly RunRecord[], symbol: string): StudyCourse {
  const best: (readonly [number, number])[] = [];
  const borders: StudyCourse['borders'][number][] = [];
  let total = 0;
  for (const { id: run, symbols, starts } of runs) {
    const progress = symbols.find((one) => one.symbol === symbol);
    if (progress === undefined) continue;
    borders.push({ run, after: total });
    const before = (starts?.[symbol]?.first_id ?? 1) - 1;
    for (const [id, fitness] of progress.curve) {
      if (fitness > (best.at(-1)?.[1] ?? Number.NEGATIVE_INFINITY)) {
        best.push([total + id - before, fitness]);
      }
    }
    total += progress.counts.evaluations;
  }
  return { symbol, total, best, borders };
}

/** The older of equals is the best. */
function bestOf(runs: readonly RunRecord[], symbol: string): StudyBest | null {
  let found: StudyBest | null = null;
  for (const { id: run, symbols } of runs) {
    const progress = symbols.find((one) => one.symbol === symbol);
    const evaluation = progress?.best;
    if (progress === undefined || evaluation == null) continue;
    if (found !== null && evaluation.fitness <= found.evaluation.fitness) continue;
    found = { run, symbol, folder: progress.folder, evaluation };
  }
  return found;
}

function isAlike(runs: readonly RunRecord[], symbol: string): boolean {
  const own = runs.filter(({ symbols }) => symbols.some((one) => one.symbol === symbol));
  const measured = own.map(({ starts }) => {
    const start = starts?.[symbol];
    return `${start?.setup} ${start?.judged}`;
  });
  return new Set(measured).size < 2;
}

function oldestFirst(records: readonly RunRecord[]): RunRecord[] {
  return records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function evaluationsOf({ symbols }: RunRecord): number {
  return sum(symbols, ({ counts }) => counts.evaluations);
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
