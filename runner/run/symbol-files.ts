import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import { type AppendFile, openAppendFile } from './append-file.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { encodeEvaluation } from './evaluation-line.ts';
import type { JournalEntry } from './journal.ts';

/** The files that a symbol's search writes: `runs/<id>/<symbol>/`. */
export interface SymbolFiles extends AsyncDisposable {
  /** Bytes of whole lines in `evaluations.jsonl`. */
  readonly bytes: number;
  evaluations(evaluations: readonly Evaluation[]): void;
  journal(entry: JournalEntry): void;
  sync(): Promise<void>;
  /** A small file of the symbol, replaced whole. */
  write(name: string, content: string): Promise<void>;
}

export async function openSymbolFiles(folder: string): Promise<SymbolFiles> {
  await mkdir(join(folder, 'backtests'), { recursive: true });
  await mkdir(join(folder, 'reports'), { recursive: true });
  const evaluations = openAppendFile(join(folder, 'evaluations.jsonl'));
  const journal = openAppendFile(join(folder, 'journal.jsonl'));
  const files: readonly AppendFile[] = [journal, evaluations];
  return {
    get bytes() {
      return evaluations.size;
    },
    evaluations: (lines) => evaluations.append(lines.map(encodeEvaluation).join('')),
    journal: (entry) => journal.append(`${JSON.stringify(entry)}\n`),
    async sync() {
      // The journal first: an evaluation on the disk must find its batch's duplicates there.
      for (const file of files) await file.sync();
    },
    write: (name, content) => writeFileAtomic(join(folder, name), content),
    async [Symbol.asyncDispose]() {
      for (const file of files) await file[Symbol.asyncDispose]();
    },
  };
}
