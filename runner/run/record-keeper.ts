import { join } from 'node:path';
import type { RunEvent } from '../domain/run-event.ts';
import type { RunRecord, RunState, SymbolProgress } from '../domain/run-record.ts';
import { addTimes } from '../domain/time-split.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { memoryUsedMb } from './memory-used.ts';

/** Watchers hear of a changed record at most this often … */
const EMIT_MS = 250;
/** … and the file is written at most this often; state changes are written at once. */
const SAVE_MS = 1_000;

/** Memory is looked at at most this often: it takes reading a file for each process. */
const MEMORY_MS = 1_000;

export interface RecordKeeperOptions {
  readonly folder: string;
  readonly record: RunRecord;
  readonly symbols: () => readonly SymbolProgress[];
  readonly emit: (event: RunEvent) => void;
}

/** Keeps `run.json` and those who watch it up to date. */
export interface RecordKeeper {
  readonly record: RunRecord;
  /** Something that the record shows has moved on. */
  touch(): void;
  /** Evaluations were made in this session; those read back on resume are not. */
  made(evaluations: number): void;
  /** Changes the state, tells it and writes it. */
  state(state: RunState, reason?: string | null): Promise<void>;
  /** Stops the clocks; what moves on later is not told or written any more. */
  close(): void;
}

export function createRecordKeeper(options: RecordKeeperOptions): RecordKeeper {
  const { emit } = options;
  const path = join(options.folder, 'run.json');
  const started = performance.now();
  const before = options.record;
  let made = 0;
  let fixed: Pick<RunRecord, 'state' | 'reason' | 'ended_at'> = before;
  let saving: Promise<void> = Promise.resolve();
  let emitTimer: NodeJS.Timeout | undefined;
  let saveTimer: NodeJS.Timeout | undefined;
  let closed = false;

  const memory = throttled(MEMORY_MS, () => Math.round(memoryUsedMb()));

  const current = (): RunRecord => {
    const seconds = (performance.now() - started) / 1000;
    const symbols = options.symbols();
    return {
      ...before,
      ...fixed,
      symbols,
      time: addTimes(symbols.map(({ time = {} }) => time)),
      seconds: before.seconds + seconds,
      evaluations_per_second:
        made > 0 ? rateOf(before, made, seconds) : before.evaluations_per_second,
      memory_mb: memory(),
      updated_at: new Date().toISOString(),
    };
  };

  const save = (): Promise<void> => {
    clearTimeout(saveTimer);
    saveTimer = undefined;
    const write = (): Promise<void> => writeFileAtomic(path, encodeRecord(current()));
    saving = saving.catch(() => {}).then(write);
    return saving;
  };

  const tell = (): void => {
    clearTimeout(emitTimer);
    emitTimer = undefined;
    emit({ type: 'record', record: current() });
  };

  return {
    get record() {
      return current();
    },
    touch() {
      if (closed) return;
      emitTimer ??= setTimeout(tell, EMIT_MS);
      // A record that cannot be written now is written with the next change.
      saveTimer ??= setTimeout(() => save().catch(() => {}), SAVE_MS);
    },
    made(evaluations) {
      made += evaluations;
    },
    async state(state, reason = null) {
      const ended = state === 'complete' || state === 'failed' || state === 'stopped';
      fixed = { state, reason, ended_at: ended ? new Date().toISOString() : null };
      try {
        await save();
      } finally {
        // Told when it is on the disk, where those who hear of it look next.
        tell();
      }
    },
    close() {
      closed = true;
      clearTimeout(emitTimer);
      clearTimeout(saveTimer);
    },
  };
}

/** Asks again where the last answer is older than `everyMs`. */
function throttled(everyMs: number, ask: () => number): () => number {
  let answer = 0;
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - last >= everyMs) {
      answer = ask();
      last = performance.now();
    }
    return answer;
  };
}

/** Over all sessions: the end of a run that was cut off says nothing of the whole. */
function rateOf({ symbols, seconds: secondsBefore }: RunRecord, made: number, seconds: number) {
  const madeBefore = symbols.reduce((sum, { counts }) => sum + counts.evaluations, 0);
  return (madeBefore + made) / (secondsBefore + seconds);
}

/** Infinities as strings, like in the lines. */
export function encodeRecord(record: RunRecord): string {
  const text = JSON.stringify(
    record,
    (_key, value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value),
    2,
  );
  return `${text}\n`;
}
