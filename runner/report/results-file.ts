import {
  closeSync,
  copyFileSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ColumnsReader } from '../run/columns-reader.ts';
import { openParquetFile } from './parquet-file.ts';
import { createResultsTable, type ResultsTable } from './results-table.ts';
import type { SearchSpec } from './search-results.ts';
import { createSearchRows } from './search-rows.ts';

/** The most rows of a row group: what writes one holds some 1 KB for each. */
export const GROUP_ROWS = 50_000;

const PARTIAL = 'results_partial.parquet';
const FINAL = 'results_final.parquet';

/**
 * The table of all results while a search runs: whole row groups are appended to the partial file,
 * which can be read at any time. As long as there is no whole group, the few rows that there are
 * replace the file.
 */
export function writePartial(
  reports: string,
  reader: ColumnsReader,
  { spec, settled }: { readonly spec: SearchSpec; readonly settled: number },
): void {
  const path = join(reports, PARTIAL);
  const table = tableOf(reader, spec);
  const before = reader.layout.first - 1;
  const groups = Math.floor((settled - before) / GROUP_ROWS);
  if (groups > 0) {
    appendGroups(path, { reader, table, last: before + groups * GROUP_ROWS });
    return;
  }
  const temporary = `${path}.tmp`;
  rmSync(temporary, { force: true });
  appendGroups(temporary, { reader, table, last: settled });
  renameSync(temporary, path);
}

/** Completes the partial file, which becomes the final one and the full results of the symbol. */
export function writeFinal(reports: string, reader: ColumnsReader, spec: SearchSpec): void {
  const partial = join(reports, PARTIAL);
  appendGroups(partial, { reader, table: tableOf(reader, spec), last: reader.last });
  // One that was killed left it.
  rmSync(`${partial}.tmp`, { force: true });
  const final = join(reports, FINAL);
  renameSync(partial, final);
  const full = join(reports, `${spec.file}_full_results.parquet`);
  rmSync(full, { force: true });
  try {
    linkSync(final, full);
  } catch {
    // Not every file system has links.
    copyFileSync(final, full);
  }
  syncFolder(reports);
}

function tableOf(reader: ColumnsReader, { parameters, rules }: SearchSpec): ResultsTable {
  return createResultsTable(reader.layout, createSearchRows(parameters, rules));
}

interface Appended {
  readonly reader: ColumnsReader;
  readonly table: ResultsTable;
  /** The id to stop after. */
  readonly last: number;
}

/**
 * A footer stands after each group, wanted or not: so a file's bytes follow from its rows alone, not
 * from when they were appended, how often it was killed meanwhile, or how many slots there were.
 */
function appendGroups(path: string, { reader, table, last }: Appended): void {
  if (!hasWholeGroups(path, table)) rmSync(path, { force: true });
  using file = openParquetFile(path, table.columns);
  const next = reader.layout.first + file.groups.length * GROUP_ROWS;
  for (let first = next; first <= last; first += GROUP_ROWS) {
    const block = reader.block(first, Math.min(GROUP_ROWS, last - first + 1));
    const { rows, columns } = table.group(block);
    file.append(columns, rows);
    file.finish();
  }
  if (file.groups.length === 0) file.finish();
}

/** Ids tell where the next group begins only where all groups before are of the same length. */
function hasWholeGroups(path: string, { columns }: ResultsTable): boolean {
  using file = openParquetFile(path, columns);
  return file.groups.every((rows) => rows === GROUP_ROWS);
}

function syncFolder(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
