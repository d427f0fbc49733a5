import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../domain/run-event.ts';
import { openAppendFile } from './append-file.ts';

export type LogEntry = Omit<Extract<RunEvent, { type: 'log' }>, 'type' | 'run'>;

/** `log.jsonl` of a run. */
export interface RunLog extends AsyncDisposable {
  write(entry: LogEntry): void;
}

export const LOG_FILE = 'log.jsonl';
/** What the log was before it grew too large; what was there before that is gone. */
export const OLDER_LOG_FILE = 'log.1.jsonl';

/** A strategy that prints on every bar must not fill the disk. */
const MOST_BYTES = 16 * 1024 * 1024;

/** @param mostBytes from this size on the log is put aside and begun anew */
export function openRunLog(folder: string, mostBytes = MOST_BYTES): RunLog {
  const path = join(folder, LOG_FILE);
  let file = openAppendFile(path);
  const closing: Promise<void>[] = [];

  const begin = (): void => {
    const full = file;
    renameSync(path, join(folder, OLDER_LOG_FILE));
    file = openAppendFile(path);
    closing.push(close(full));
  };

  return {
    write(entry) {
      try {
        if (file.size >= mostBytes) begin();
        file.append(`${JSON.stringify(entry)}\n`);
      } catch {
        // A full disk must not end a run by way of its log; the evaluations will say so.
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...closing, close(file)]);
    },
  };
}

/** Nor may the log's end end a run: it comes after the record says how the run ended. */
async function close(file: AsyncDisposable): Promise<void> {
  try {
    await file[Symbol.asyncDispose]();
  } catch {
    // What could not be synced is a log's last line.
  }
}
