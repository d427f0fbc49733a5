import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import { type AppendFile, openAppendFile } from './append-file.ts';
import { writeFileAtomic } from './atomic-write.ts';
import {
  type ColumnRow,
  type ColumnsFile,
  type ColumnsFileOptions,
  openColumnsFile,
  type RowListener,
} from './columns-file.ts';
import { createLinesEncoder } from './evaluation-line.ts';
import { encodeEntry, type JournalEntry } from './journal.ts';

export const EVALUATIONS_FILE = 'evaluations.jsonl';
export const COLUMNS_FILE = 'columns.bin';

/** An evaluation that is to be written, with what its line leaves out. */
export type Written = Omit<ColumnRow, 'offset'>;

/** The files that a symbol's search writes: `runs/<id>/<symbol>/`. */
export interface SymbolFiles extends AsyncDisposable {
  readonly folder: string;
  /** Bytes of whole lines in `evaluations.jsonl`. */
  readonly bytes: number;
  /** The search's evaluations: their numbers go to the columns before their lines are written. */
  evaluations(rows: readonly Written[], listener?: RowListener): void;
  /** A line beside the search, such as that of the holdout. */
  line(evaluation: Evaluation): void;
  journal(entry: JournalEntry): void;
  sync(): Promise<void>;
  /** A small file of the symbol, replaced whole. */
  write(name: string, content: string): Promise<void>;
}

export async function openSymbolFiles(
  folder: string,
  columnsOf: Omit<ColumnsFileOptions, 'path'>,
): Promise<SymbolFiles> {
  await mkdir(join(folder, 'backtests'), { recursive: true });
  await mkdir(join(folder, 'reports'), { recursive: true });
  const evaluations = openAppendFile(join(folder, EVALUATIONS_FILE));
  const journal = openAppendFile(join(folder, 'journal.jsonl'));
  const columns = openColumnsFile({ ...columnsOf, path: join(folder, COLUMNS_FILE) });
  const files: readonly (AppendFile | ColumnsFile)[] = [journal, columns, evaluations];
  const encode = createLinesEncoder();
  return {
    folder,
    get bytes() {
      return evaluations.size;
    },
    evaluations(rows, listener) {
      const { bytes, starts } = encode(rows.map(({ evaluation }) => evaluation));
      const placed = rows.map(({ evaluation, outcome, point }, index): ColumnRow => {
        const offset = evaluations.size + (starts[index] as number);
        return { evaluation, outcome, point, offset };
      });
      columns.put(placed, listener);
      evaluations.append(bytes);
    },
    line: (evaluation) => evaluations.append(encode([evaluation]).bytes),
    journal: (entry) => journal.append(encodeEntry(entry)),
    async sync() {
      // The journal first: an evaluation on the disk must find its batch's duplicates there, and
      // its row in the columns.
      for (const file of files) await file.sync();
    },
    write: (name, content) => writeFileAtomic(join(folder, name), content),
    async [Symbol.asyncDispose]() {
      for (const file of files) await file[Symbol.asyncDispose]();
    },
  };
}
