import type { RecordedAsk } from '../pipeline/asked-batch.ts';
import type { RejectedLine } from './json-lines.ts';
import { readJsonLines } from './json-lines.ts';
import { sealOf, unsealed } from './line-seal.ts';

/** Why a stage ended. All but `job budget` are final for the same job. */
export type StageEndReason = 'done' | 'stage budget' | 'duplicates' | 'job budget';

export interface StageStart {
  readonly t: 'stage_start';
  readonly stage: string;
  readonly position: number;
  readonly sampler: string;
  /** Id of the stage's first evaluation. */
  readonly first_id: number;
  /** Of an exhaustive stage: the order in which it nests parameters, see `Preparation.sharing`. */
  readonly sharing?: readonly string[];
  readonly at: string;
}

/** The asks of one batch that repeated earlier sets; written before the batch is evaluated. */
export interface Duplicates {
  readonly t: 'duplicates';
  readonly stage: string;
  readonly batch: number;
  /** [index within the ask, id of the evaluation that answers it, or `run/symbol#id` of the study] */
  readonly of: readonly (readonly [number, number | string])[];
}

/** An ask of an asynchronous stage; written before anything of it is sent. */
export interface Asked extends RecordedAsk {
  readonly t: 'asked';
  readonly stage: string;
}

export interface StageEnd {
  readonly t: 'stage_end';
  readonly stage: string;
  readonly position: number;
  readonly reason: StageEndReason;
  /** Id of the stage's last evaluation; below `first_id` where it made none. */
  readonly last_id: number;
  readonly batches: number;
  readonly evaluations: number;
  readonly duplicates: number;
  /** The budget that the stage ended under; null where nothing bounded it. */
  readonly budget: number | null;
  readonly seconds: number;
  readonly at: string;
}

/** A line of `journal.jsonl`: what cannot be read off the evaluations. */
export type JournalEntry = StageStart | Duplicates | Asked | StageEnd;

export interface Journal {
  readonly entries: readonly JournalEntry[];
  readonly rejected: readonly RejectedLine[];
}

const KINDS = new Set(['stage_start', 'duplicates', 'asked', 'stage_end']);

export async function readJournal(path: string): Promise<Journal> {
  const { items, rejected } = await readJsonLines(path, parseEntry);
  return { entries: items, rejected };
}

/** One entry as a line, newline included. */
export function encodeEntry(entry: JournalEntry): string {
  const text = JSON.stringify(entry).slice(0, -1);
  return text + sealOf(text);
}

function parseEntry(line: string): JournalEntry {
  const entry = JSON.parse(unsealed(line)) as JournalEntry;
  if (typeof entry !== 'object' || entry === null || !KINDS.has(entry.t)) {
    throw new TypeError(
      'Cannot read a journal entry: wanted t stage_start, duplicates, asked or stage_end',
    );
  }
  return entry;
}
