import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { SymbolProgress } from '../domain/run-record.ts';
import type { StagePosition } from '../pipeline/stage-position.ts';
import { EVALUATIONS_FILE, type SymbolFiles } from './symbol-files.ts';
import type { TallyState } from './tally.ts';
import type { VariationSums } from './variation-statistics.ts';

/** Written after this many evaluations … */
const EVERY_EVALUATIONS = 100;
/** … but not more often than this. */
const EVERY_MS = 1_000;

const FILE = 'checkpoint.json';

/** Bytes before the covered end whose sum tells whether the file is still the one that was covered. */
const TAIL_BYTES = 65_536;
/** Of a file up to this size all is summed: it costs less than a turn of the disk. */
const WHOLE_BYTES = 4 * 1024 * 1024;

/** Where an exhaustive stage goes on without its lines being read again. */
export interface StageCheckpoint {
  readonly stage: string;
  /** Offset of the stage's first line … */
  readonly start: number;
  /** … and that of the first one after which lines may be needed: all batches before are told. */
  readonly from: number;
  readonly position: StagePosition;
  /** Ids after the position that are counted already, as ranges with both ends included. */
  readonly loose: readonly (readonly [number, number])[];
  readonly tally: TallyState;
  readonly variations: VariationSums;
}

/**
 * Where a symbol's search stands. The truth is in `evaluations.jsonl` and `journal.jsonl`; this file
 * saves reading them, and can be deleted without loss.
 */
export interface Checkpoint {
  readonly v: 2;
  /** Bytes of `evaluations.jsonl` that are covered. */
  readonly bytes: number;
  readonly progress: SymbolProgress;
  readonly stage: StageCheckpoint | null;
  readonly at: string;
  /** Sum of the covered file's end. */
  readonly tail: number;
}

export type CheckpointState = Pick<Checkpoint, 'progress' | 'stage'>;

export interface Checkpointer {
  /** Counts evaluations; writes when it is time to, in the background. */
  passed(evaluations: number): void;
  /** Writes now. */
  write(): Promise<void>;
}

export interface CheckpointerOptions {
  readonly files: SymbolFiles;
  readonly state: () => CheckpointState;
  /** Evaluations between two checkpoints; 100 where absent. */
  readonly every?: number | undefined;
}

export function createCheckpointer({ files, state, every }: CheckpointerOptions): Checkpointer {
  let since = 0;
  let last = performance.now();
  let writing: Promise<void> = Promise.resolve();

  const save = async (): Promise<void> => {
    // Taken together, before anything is waited for: they must tell of the same moment.
    const { bytes } = files;
    const { progress, stage } = state();
    await files.sync();
    const tail = await tailSum(files.folder, bytes);
    const at = new Date().toISOString();
    await files.write(FILE, encodeCheckpoint({ v: 2, bytes, progress, stage, at, tail }));
  };

  const write = (): Promise<void> => {
    since = 0;
    last = performance.now();
    writing = writing.catch(() => {}).then(save);
    return writing;
  };

  return {
    passed(evaluations) {
      since += evaluations;
      if (since < (every ?? EVERY_EVALUATIONS) || performance.now() - last < EVERY_MS) return;
      // A checkpoint that cannot be written costs a slower resume, not the run.
      write().catch(() => {});
    },
    write,
  };
}

/** The checkpoint of a symbol's folder, or null where none can be read or it is of other files. */
export async function readCheckpoint(folder: string): Promise<Checkpoint | null> {
  try {
    const checkpoint = decodeCheckpoint(await readFile(join(folder, FILE), 'utf8'));
    if (checkpoint === null) return null;
    const { size } = await stat(join(folder, EVALUATIONS_FILE));
    if (checkpoint.bytes > size) return null;
    return (await tailSum(folder, checkpoint.bytes)) === checkpoint.tail ? checkpoint : null;
  } catch {
    return null;
  }
}

function encodeCheckpoint(checkpoint: Checkpoint): string {
  const text = JSON.stringify(checkpoint, infinitiesAsText);
  return `${text.slice(0, -1)},"crc":${crc32(text)}}\n`;
}

/** Null where it was torn or changed. */
function decodeCheckpoint(text: string): Checkpoint | null {
  const end = /,"crc":(\d+)\}\n$/.exec(text);
  if (end === null) return null;
  const body = `${text.slice(0, end.index)}}`;
  if (crc32(body) !== Number(end[1])) return null;
  const checkpoint = JSON.parse(body, infinitiesAsNumbers) as Checkpoint;
  return checkpoint.v === 2 ? checkpoint : null;
}

async function tailSum(folder: string, bytes: number): Promise<number> {
  const path = join(folder, EVALUATIONS_FILE);
  if (bytes === 0) return 0;
  if (bytes > WHOLE_BYTES) return await sumOfEnd(path, bytes);
  let sum = 0;
  for await (const block of createReadStream(path, { end: bytes - 1 })) sum = crc32(block, sum);
  return sum;
}

async function sumOfEnd(path: string, bytes: number): Promise<number> {
  await using file = await open(path, 'r');
  const { buffer } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, bytes - TAIL_BYTES);
  return crc32(buffer);
}

/** What infinite numbers begin with; a parameter may well have a category called "Infinity". */
const NUMBER = 'number:';

function infinitiesAsText(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? `${NUMBER}${value}` : value;
}

function infinitiesAsNumbers(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith(NUMBER)) return value;
  return Number(value.slice(NUMBER.length));
}
