import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import type { HistoryBatch, Told } from '../domain/sampler.ts';
import { toldOf } from '../pipeline/stage-asks.ts';
import { parseEvaluation } from './evaluation-line.ts';
import { type Duplicates, type JournalEntry, readJournal, type StageEnd } from './journal.ts';
import { type RejectedLine, readJsonLines } from './json-lines.ts';

/** What the files of a symbol say about a stage. */
export interface StageReplay {
  /** Whether the stage was begun. */
  readonly started: boolean;
  /** Its last end; the stage may have gone on since, under a larger budget. */
  readonly end: StageEnd | null;
  /** The batches that are known whole, oldest first. */
  readonly history: readonly HistoryBatch[];
  /** The evaluations within the history, by id. */
  readonly told: readonly Evaluation[];
  /** The evaluations after the history: parts of batches that were in flight. */
  readonly loose: ReadonlyMap<number, Evaluation>;
  /** Batches whose duplicates are in the journal. */
  readonly journaled: ReadonlySet<number>;
}

export interface Replay {
  /** Evaluations of the search by id, none twice. */
  readonly evaluations: readonly Evaluation[];
  /** Out-of-sample evaluations, in the order of the file. */
  readonly outOfSample: readonly Evaluation[];
  readonly rejected: readonly (RejectedLine & { readonly file: string })[];
  stage(name: string): StageReplay;
}

/**
 * Reads what a symbol's folder holds. Rebuilds nothing: samplers are made from the histories.
 */
export async function replay(folder: string): Promise<Replay> {
  const lines = await readJsonLines(join(folder, 'evaluations.jsonl'), parseEvaluation);
  const journal = await readJournal(join(folder, 'journal.jsonl'));
  const evaluations = new Map<number, Evaluation>();
  for (const line of lines.items) {
    if (!line.is_oos && !evaluations.has(line.id)) evaluations.set(line.id, line);
  }
  const sorted = [...evaluations.values()].sort((a, b) => a.id - b.id);
  const byStage = Map.groupBy(sorted, (evaluation) => evaluation.stage);
  return {
    evaluations: sorted,
    outOfSample: lines.items.filter((line) => line.is_oos),
    rejected: [
      ...lines.rejected.map((line) => ({ ...line, file: 'evaluations.jsonl' })),
      ...journal.rejected.map((line) => ({ ...line, file: 'journal.jsonl' })),
    ],
    stage: (name) =>
      stageReplay(name, byStage.get(name) ?? [], { evaluations, journal: journal.entries }),
  };
}

/** The same files with every sampler to be asked again from its first batch. */
export function withoutHistories(past: Replay): Replay {
  return {
    ...past,
    stage(name) {
      const stage = past.stage(name);
      const all = [...stage.told, ...stage.loose.values()];
      const loose = new Map(all.map((evaluation) => [evaluation.id, evaluation]));
      return { ...stage, history: [], told: [], loose };
    },
  };
}

interface Files {
  readonly evaluations: ReadonlyMap<number, Evaluation>;
  readonly journal: readonly JournalEntry[];
}

function stageReplay(name: string, lines: readonly Evaluation[], files: Files): StageReplay {
  const entries = files.journal.filter((entry) => entry.stage === name);
  const start = entries.find((entry) => entry.t === 'stage_start');
  const end = entries.findLast((entry) => entry.t === 'stage_end') ?? null;
  const duplicates = new Map(
    entries.filter((entry) => entry.t === 'duplicates').map((entry) => [entry.batch, entry]),
  );
  const unbroken = start === undefined ? 0 : wholeBatches(start.first_id, lines, end);
  const whole = answeredBatches(unbroken, duplicates, files.evaluations);
  const told = lines.filter((line) => line.batch < whole);
  return {
    started: start !== undefined,
    end,
    history: historyOf(whole, told, { duplicates, evaluations: files.evaluations }),
    told,
    loose: new Map(lines.filter((line) => line.batch >= whole).map((line) => [line.id, line])),
    journaled: new Set(duplicates.keys()),
  };
}

/**
 * How many batches from the first are surely whole. Ids follow the order of asking, so every batch
 * before that of the last id without a gap is; that one itself may have been cut, unless the stage
 * ended with it.
 */
function wholeBatches(firstId: number, lines: readonly Evaluation[], end: StageEnd | null): number {
  const gap = lines.findIndex((line, index) => line.id !== firstId + index);
  const gapless = gap < 0 ? lines : lines.slice(0, gap);
  const last = gapless.at(-1);
  const unbroken = last?.batch ?? 0;
  if (end === null || (last?.id ?? firstId - 1) < end.last_id) return unbroken;
  return Math.max(unbroken, end.batches);
}

/** A repeat whose answer was on a line that is lost makes its batch and all later ones unsure. */
function answeredBatches(
  batches: number,
  duplicates: ReadonlyMap<number, Duplicates>,
  evaluations: ReadonlyMap<number, Evaluation>,
): number {
  const lost = [...duplicates.values()].filter(({ of }) =>
    of.some(([, id]) => !evaluations.has(id)),
  );
  return lost.reduce((first, { batch }) => Math.min(first, batch), batches);
}

interface Answers {
  readonly duplicates: ReadonlyMap<number, Duplicates>;
  readonly evaluations: ReadonlyMap<number, Evaluation>;
}

/** Puts each batch together again: its evaluations in order of id, its repeats at their index. */
function historyOf(batches: number, told: readonly Evaluation[], answers: Answers): HistoryBatch[] {
  const byBatch = Map.groupBy(told, (line) => line.batch);
  return Array.from({ length: batches }, (_, batch) => {
    const fresh = (byBatch.get(batch) ?? []).map(toldOf);
    const repeats = new Map(answers.duplicates.get(batch)?.of ?? []);
    const length = fresh.length + repeats.size;
    let next = 0;
    return Array.from({ length }, (_, index): Told => {
      const repeated = repeats.get(index);
      if (repeated === undefined) return fresh[next++] as Told;
      const answer = answers.evaluations.get(repeated) as Evaluation;
      return toldOf(answer);
    });
  });
}
