import { join } from 'node:path';
import type { RunEvent } from '../domain/run-event.ts';
import { openAppendFile } from './append-file.ts';

export type LogEntry = Omit<Extract<RunEvent, { type: 'log' }>, 'type' | 'run'>;

/** `log.jsonl` of a run. */
export interface RunLog extends AsyncDisposable {
  write(entry: LogEntry): void;
}

export function openRunLog(folder: string): RunLog {
  const file = openAppendFile(join(folder, 'log.jsonl'));
  return {
    write(entry) {
      try {
        file.append(`${JSON.stringify(entry)}\n`);
      } catch {
        // A full disk must not end a run by way of its log; the evaluations will say so.
      }
    },
    async [Symbol.asyncDispose]() {
      try {
        await file[Symbol.asyncDispose]();
      } catch {
        // Nor may its end, which comes after the record says how the run ended.
      }
    },
  };
}
