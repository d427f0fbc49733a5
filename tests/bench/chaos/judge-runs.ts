import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import type { RunRecord, SymbolProgress } from '../../../runner/domain/run-record.ts';
import { openColumnsReader } from '../../../runner/run/columns-reader.ts';
import type { ChaosJob } from './chaos-jobs.ts';
import { evaluationIn } from './ledger.ts';
import { recordsNamed, wholeLines } from './run-files.ts';

/** Says that a promise does not hold. */
export type Accuse = (promise: string, what: string) => void;

/** Holds the run of a job against the one that nobody disturbed. */
export function judgeRun(
  job: ChaosJob,
  { runs, unbroken }: { readonly runs: string; readonly unbroken: string },
  accuse: Accuse,
): void {
  const [record, ...more] = recordsNamed(runs, job.name);
  const [straight] = recordsNamed(unbroken, job.name);
  if (record === undefined || straight === undefined) {
    accuse('P3', `${job.name} has no run`);
    return;
  }
  if (more.length > 0) accuse('P5', `${job.name} has ${more.length + 1} runs`);
  if (record.state !== 'complete') {
    accuse('P3', `run ${record.id} of ${job.name} is ${record.state}: ${record.reason}`);
    return;
  }
  for (const progress of record.symbols) {
    const place = { folder: join(runs, record.id, progress.folder), progress };
    const own = `run ${record.id} (${job.name}), ${progress.folder}`;
    const say: Accuse = (promise, what) => accuse(promise, `${own}: ${what}`);
    judgeLines(place, say);
    judgeColumns(place.folder, say);
    const other = straight.symbols.find(({ symbol }) => symbol === progress.symbol);
    if (other === undefined) say('P3', 'is not in the unbroken run');
    else if (job.isAsync) judgeAsync(progress, other, say);
    else
      judgeEqual(
        place,
        { folder: join(unbroken, straight.id, other.folder), progress: other },
        say,
      );
  }
}

interface Place {
  readonly folder: string;
  readonly progress: SymbolProgress;
}

/** Those of the search, and those out of sample. */
function evaluationsIn(folder: string): Evaluation[] {
  return wholeLines(join(folder, 'evaluations.jsonl')).flatMap(
    ({ text }) => evaluationIn(text) ?? [],
  );
}

/** Those of the search alone. */
export function searchIn(folder: string): Evaluation[] {
  return evaluationsIn(folder).filter(({ is_oos }) => !is_oos);
}

/** One file alone: no id twice, none missing, no set twice, and what the record says of it. */
function judgeLines({ folder, progress }: Place, accuse: Accuse): void {
  const all = evaluationsIn(folder);
  const search = all.filter(({ is_oos }) => !is_oos);
  const ids = search.map(({ id }) => id).sort((a, b) => a - b);
  const first = ids[0] ?? 1;
  const gap = ids.findIndex((id, index) => id !== first + index);
  if (gap >= 0) accuse('P1', `ids are not one after the other: ${ids[gap - 1]}, ${ids[gap]}`);
  if (all.length - search.length > 1) accuse('P1', 'the holdout stands there twice');
  const sets = new Set(search.map(({ params }) => keyOf(params)));
  if (sets.size < search.length) accuse('P5', `${search.length - sets.size} sets were run twice`);
  const { counts, best } = progress;
  if (counts.evaluations !== search.length) {
    accuse('P1', `its record counts ${counts.evaluations} evaluations of ${search.length}`);
  }
  const valid = search.filter(({ status }) => status === 'complete');
  const highest = Math.max(...valid.map(({ fitness }) => fitness));
  // Where no set is valid, none is the best.
  if (Number(best?.fitness ?? Number.NEGATIVE_INFINITY) !== highest) {
    accuse('P3', `its best has ${best?.fitness}, the best of its lines ${highest}`);
  }
  const lost = search.filter(({ status }) => status === 'failed');
  if (lost.length > 0) accuse('P4', `${lost.length} backtests failed: ${lost[0]?.error}`);
}

function keyOf(params: Evaluation['params']): string {
  return JSON.stringify(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function judgeColumns(folder: string, accuse: Accuse): void {
  using reader = openColumnsReader(join(folder, 'columns.bin'));
  if (reader === null) {
    accuse('P2', 'its columns cannot be read');
    return;
  }
  for (const { id, fitness } of searchIn(folder)) {
    const block = reader.block(id, 1);
    if (block.count === 0 || !block.isWhole(0))
      accuse('P2', `evaluation ${id} is not in its columns`);
    else if (!Object.is(block.fitness(0), fitness)) {
      accuse(
        'P9',
        `evaluation ${id} has ${fitness} on its line and ${block.fitness(0)} in its columns`,
      );
    }
  }
}

function judgeAsync(own: SymbolProgress, other: SymbolProgress, accuse: Accuse): void {
  const [made, wanted] = [own.counts.evaluations, other.counts.evaluations];
  if (made !== wanted) accuse('P3', `made ${made} evaluations, wanted ${wanted}`);
}

function judgeEqual(own: Place, other: Place, accuse: Accuse): void {
  const [made, wanted] = [own, other].map(({ folder }) => comparable(folder));
  if (made === undefined || wanted === undefined) return;
  const wrong = [...wanted].filter(([key, text]) => made.get(key) !== text);
  for (const [key, text] of wrong.slice(0, 3)) {
    accuse(
      made.has(key) ? 'P9' : 'P3',
      `evaluation ${key}: wanted ${text}, found ${made.get(key)}`,
    );
  }
  if (made.size !== wanted.size) {
    accuse(
      'P3',
      `has ${made.size} evaluations, the unbroken run ${wanted.size} (${wrong.length} differ)`,
    );
  }
  const [best, right] = [own, other].map(({ progress }) => progress.best?.id);
  if (best !== right) accuse('P3', `its best is ${best}, that of the unbroken run ${right}`);
  judgeFiles(own.folder, other.folder, accuse);
}

/** What was made of the results. */
function judgeFiles(folder: string, other: string, accuse: Accuse): void {
  for (const name of readdirSync(join(other, 'reports'))) {
    const path = join(folder, 'reports', name);
    if (!existsSync(path)) accuse('P3', `reports/${name} was not written`);
    else if (name.endsWith('.parquet')) {
      const same = readFileSync(path).equals(readFileSync(join(other, 'reports', name)));
      if (!same) accuse('P3', `reports/${name} is not that of the unbroken run`);
    }
  }
  for (const name of ['best.json', 'checkpoint.json']) {
    // A search without a valid set has no best.
    if (!existsSync(join(other, name))) continue;
    try {
      JSON.parse(readFileSync(join(folder, name), 'utf8'));
    } catch (error) {
      accuse('P2', `${name}: ${String(error)}`);
    }
  }
}

/** The lines by id, without what may differ between equal runs. */
function comparable(folder: string): Map<string, string> {
  const lines = evaluationsIn(folder).map(({ at, ms, slot, attempt, ...rest }) => {
    const key = `${rest.is_oos ? 'holdout-' : ''}${rest.id}`;
    return [key, JSON.stringify(rest)] as const;
  });
  return new Map(lines);
}

/** Across the runs of a study no set is backtested twice. */
export function judgeStudies(runs: string, records: readonly RunRecord[], accuse: Accuse): void {
  const sets = new Map<string, string>();
  const all = records.filter(({ study }) => study !== null);
  for (const { id, study, folder } of all.flatMap((run) =>
    run.symbols.map(({ folder }) => ({ ...run, folder })),
  )) {
    for (const { params, id: number } of searchIn(join(runs, id, folder))) {
      const key = `${study} ${folder} ${keyOf(params)}`;
      const before = sets.get(key);
      if (before !== undefined) {
        accuse('P5', `study ${study}: ${before} and ${id}#${number} are one set`);
      }
      sets.set(key, `${id}#${number}`);
    }
  }
}
