import { open, rename, rm } from 'node:fs/promises';
import { InputError } from '../domain/errors.ts';
import type { Space } from '../domain/space.ts';
import { type Cell, csvText } from './delimited-text.ts';
import type { EvaluationBatches } from './evaluation-batches.ts';
import { columnValues, type EvaluationColumn, evaluationColumns } from './evaluations-table.ts';
import { writeTableSheet } from './excel-workbook.ts';
import { openParquetFile } from './parquet-file.ts';

/** A search's evaluations and the space that its parameters are of. */
export interface EvaluationsSource {
  readonly source: EvaluationBatches;
  readonly space: Space;
}

export type TableFormat = 'csv' | 'parquet' | 'xlsx';

/** A spreadsheet program, and what writes for it, hold all cells in memory. */
const MOST_SHEET_ROWS = 50_000;

/**
 * Writes the table of all evaluations; readers see the old file or the new one.
 * @throws InputError where a workbook would have too many rows
 */
export async function writeEvaluations(
  path: string,
  format: TableFormat,
  from: EvaluationsSource,
): Promise<number> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    // A Parquet file that is there would be gone on with.
    await rm(temporary, { force: true });
    const rows = await WRITERS[format](temporary, from);
    await sync(temporary);
    await rename(temporary, path);
    return rows;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

type Write = (path: string, from: EvaluationsSource) => Promise<number>;

const WRITERS: Readonly<Record<TableFormat, Write>> = {
  async csv(path, from) {
    await using file = await open(path, 'w');
    let rows = 0;
    for await (const piece of evaluationsCsv(from)) {
      await file.writeFile(piece.text);
      rows += piece.rows;
    }
    return rows;
  },
  async parquet(path, { source, space }) {
    const columns = evaluationColumns(source, space);
    using file = openParquetFile(path, columns);
    for await (const batch of source.batches()) {
      const values = columns.map((column) => {
        const cells = batch.evaluations.map((evaluation) => column.value(evaluation, batch));
        return columnValues(column, cells);
      });
      if (batch.evaluations.length > 0) file.append(values, batch.evaluations.length);
    }
    file.finish();
    return file.rows;
  },
  async xlsx(path, { source, space }) {
    const columns = evaluationColumns(source, space);
    const rows: Cell[][] = [];
    for await (const batch of source.batches()) {
      for (const evaluation of batch.evaluations) {
        rows.push(columns.map((column) => column.value(evaluation, batch)));
      }
      if (rows.length > MOST_SHEET_ROWS) throw tooManyRows();
    }
    await writeTableSheet(path, { sheet: 'Evaluations', header: namesOf(columns), rows });
    return rows.length;
  },
};

/** The same table as text, a piece at a time, the header first. */
export async function* evaluationsCsv({
  source,
  space,
}: EvaluationsSource): AsyncIterable<{ readonly text: string; readonly rows: number }> {
  const columns = evaluationColumns(source, space);
  yield { text: csvText(namesOf(columns), []), rows: 0 };
  for await (const batch of source.batches()) {
    const rows = batch.evaluations.map((evaluation) =>
      columns.map((column) => column.value(evaluation, batch)),
    );
    yield { text: csvRows(rows), rows: rows.length };
  }
}

function csvRows(rows: readonly (readonly Cell[])[]): string {
  // Without the line of the header.
  return csvText([], rows).slice(1);
}

function namesOf(columns: readonly EvaluationColumn[]): readonly string[] {
  return columns.map(({ name }) => name);
}

function tooManyRows(): InputError {
  return new InputError('Cannot write a workbook', [
    {
      path: '',
      wanted: `at most ${MOST_SHEET_ROWS} evaluations, or --format parquet or csv`,
      found: 'more',
    },
  ]);
}

async function sync(path: string): Promise<void> {
  await using file = await open(path, 'r+');
  await file.sync();
}
