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
import type { JournalEntry } from './journal.ts';
import { createLineEncoder } from './line-encoder.ts';

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
  const encode = createLineEncoder();
  return {
    folder,
    get bytes() {
      return evaluations.size;
    },
    evaluations(rows, listener) {
      const lines = rows.map(({ evaluation }) => encode(evaluation));
      const bytes = Buffer.from(lines.join(''));
      columns.put(placed(rows, lines, { from: evaluations.size, bytes: bytes.length }), listener);
      evaluations.append(bytes);
    },
    line: (evaluation) => evaluations.append(Buffer.from(encode(evaluation))),
    journal: (entry) => journal.append(Buffer.from(`${JSON.stringify(entry)}\n`)),
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

/** Rows with the offsets that their lines will have. */
function placed(
  rows: readonly Written[],
  lines: readonly string[],
  { from, bytes }: { from: number; bytes: number },
): ColumnRow[] {
  const plain = bytes === lines.reduce((sum, { length }) => sum + length, 0);
  let offset = from;
  return rows.map(({ evaluation, outcome, point }, index) => {
    const line = lines[index] as string;
    const row: ColumnRow = { evaluation, outcome, point, offset };
    offset += plain ? line.length : Buffer.byteLength(line);
    return row;
  });
}
