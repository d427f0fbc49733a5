import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SymbolProgress } from '../domain/run-record.ts';
import type { SymbolFiles } from './symbol-files.ts';

/** Written after this many evaluations … */
const EVERY_EVALUATIONS = 100;
/** … but not more often than this. */
const EVERY_MS = 1_000;

const FILE = 'checkpoint.json';

/**
 * Where a symbol's search stands: a summary that saves a reader the long files. The truth is in
 * `evaluations.jsonl` and `journal.jsonl`; this file can be deleted without loss.
 */
export interface Checkpoint {
  readonly v: 1;
  /** Bytes of `evaluations.jsonl` that the progress covers. */
  readonly bytes: number;
  readonly progress: SymbolProgress;
  readonly at: string;
}

export interface Checkpointer {
  /** Counts evaluations; writes when it is time to, in the background. */
  passed(evaluations: number): void;
  /** Writes now. */
  write(): Promise<void>;
}

export function createCheckpointer(
  files: SymbolFiles,
  progress: () => SymbolProgress,
): Checkpointer {
  let since = 0;
  let last = performance.now();
  let writing: Promise<void> = Promise.resolve();

  const write = (): Promise<void> => {
    since = 0;
    last = performance.now();
    writing = writing.then(() => {
      const checkpoint: Checkpoint = {
        v: 1,
        bytes: files.bytes,
        progress: progress(),
        at: new Date().toISOString(),
      };
      return files.write(FILE, `${JSON.stringify(checkpoint)}\n`);
    });
    return writing;
  };

  return {
    passed(evaluations) {
      since += evaluations;
      if (since < EVERY_EVALUATIONS || performance.now() - last < EVERY_MS) return;
      // A checkpoint that cannot be written costs a slower resume, not the run.
      write().catch(() => {
        writing = Promise.resolve();
      });
    },
    write,
  };
}

/** The checkpoint of a symbol's folder, or null where there is none that can be read. */
export async function readCheckpoint(folder: string): Promise<Checkpoint | null> {
  try {
    const checkpoint = JSON.parse(await readFile(join(folder, FILE), 'utf8')) as Checkpoint;
    return checkpoint.v === 1 && Number.isSafeInteger(checkpoint.bytes) ? checkpoint : null;
  } catch {
    return null;
  }
}
