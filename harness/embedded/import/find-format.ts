import { InputError, type Problem } from '../../../runner/domain/errors.ts';
import { readFirstLines } from './csv-reader.ts';
import type { Columns, FileFormat, FormatHints } from './file-format.ts';
import { columnsByContent, columnsByName, hasHeading, zoneInHeadings } from './find-columns.ts';
import { parseDateFormat, possibleOrders } from './find-date-order.ts';
import { findDecimal } from './find-decimal.ts';
import { findDelimiter, splitLine } from './split-line.ts';

/** As many of the first rows are looked at. */
const SAMPLE_ROWS = 1000;

/**
 * Finds out how a file of bars is written from its first lines. Where the order of day and month
 * stays open, `order` is null: see `settleOrder`.
 * @throws InputError where something can be neither found nor taken from the hints
 */
export async function findFormat(file: string, hints: FormatHints): Promise<FileFormat> {
  const lines = await readFirstLines(file);
  if (lines.every((line) => line.trim() === '')) refuse(file, 'rows', 'an empty file');
  const delimiter = hints.delimiter ?? findDelimiter(lines);
  if (delimiter === null) {
    refuse(
      file,
      'rows of a date and four prices, split by comma, semicolon, tab or |',
      quoteLine(lines[0]),
    );
  }
  const { skip, headings, rows } = splitHead(lines, delimiter);
  const columns = findColumns(file, { headings, rows, names: hints.columns });
  const sample = rows.slice(0, SAMPLE_ROWS);
  const dates = valuesOf(sample, columns.date);
  const orders =
    hints.dateFormat === undefined ? possibleOrders(dates) : [parseDateFormat(hints.dateFormat)];
  if (orders.length === 0) {
    refuse(
      file,
      'dates, or the right columns by --columns',
      `${quoteLine(dates[0])} in column ${columns.date + 1}`,
    );
  }
  return {
    file,
    delimiter,
    skip,
    header: headings !== null,
    columns,
    order: orders.length === 1 ? (orders[0] ?? null) : null,
    candidates: orders,
    decimal: hints.decimal ?? findDecimal(pricesOf(sample, columns), delimiter),
    zone: headings === null ? null : zoneInHeadings(headings, columns),
  };
}

/** Comments and headings apart from rows. Lines of fewer fields before the first row are comments. */
function splitHead(lines: readonly string[], delimiter: string) {
  const split = lines.map((line) => (line.startsWith('#') ? [] : splitLine(line, delimiter)));
  const usual = usualLength(split);
  const first = Math.max(
    0,
    split.findIndex((fields) => fields.length >= Math.min(usual, 5)),
  );
  const fields = split[first] ?? [];
  const isHead = hasHeading(fields) || !fields.some((field) => /\d/.test(field));
  const skip = isHead ? first + 1 : first;
  const rows = split.slice(skip).filter((row) => row.length > 1);
  return { skip, headings: isHead ? fields : null, rows };
}

function usualLength(split: readonly (readonly string[])[]): number {
  const full = split.filter((fields) => fields.length > 1);
  const lengths = full.map((fields) => fields.length).sort((a, b) => a - b);
  return lengths[lengths.length >> 1] ?? 0;
}

interface Table {
  readonly headings: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
  readonly names: readonly string[] | undefined;
}

function findColumns(file: string, { headings, rows, names }: Table): Columns {
  if (names !== undefined) {
    const named = columnsByName(names);
    if (named !== null) return named;
    refuse(file, 'date, open, high, low and close among --columns', names.join(','));
  }
  const [row = []] = rows;
  const found = headings === null ? columnsByContent(row) : columnsByName(headings);
  if (found !== null) return found;
  const wanted = 'columns for date, open, high, low and close, or their names by --columns';
  return refuse(file, wanted, quoteLine((headings ?? row).join(', ')));
}

function valuesOf(rows: readonly (readonly string[])[], column: number): string[] {
  return rows.map((row) => row[column] ?? '').filter((value) => value !== '');
}

/** All four: those of one column may all be whole. */
function pricesOf(rows: readonly (readonly string[])[], columns: Columns): string[] {
  return [columns.open, columns.high, columns.low, columns.close].flatMap((column) =>
    valuesOf(rows, column),
  );
}

function refuse(file: string, wanted: string, found: string): never {
  const problem: Problem = { path: '', wanted, found };
  throw new InputError(`Cannot read "${file}"`, [problem]);
}

function quoteLine(text = ''): string {
  return `"${text.length > 100 ? `${text.slice(0, 100)}…` : text}"`;
}
