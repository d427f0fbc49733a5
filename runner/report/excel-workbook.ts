import type { Cell as ExcelCell, Row, SheetData } from 'write-excel-file/node';
import type { Cell } from './delimited-text.ts';
import { topTable, variationsTable } from './result-files.ts';
import { summaryText } from './result-texts.ts';
import type { SearchResults } from './search-results.ts';
import { nameOf } from './variation-name.ts';

/** Names of sheets may not be longer. */
const LONGEST_NAME = 31;

/** The results for a spreadsheet: summary, the best, the variations, and the best of each. */
export async function writeExcelWorkbook(path: string, results: SearchResults): Promise<void> {
  const { whole, variations } = results;
  const summary = summaryText(results)
    .trimEnd()
    .split('\n')
    .map((line): Row => [{ value: line, type: String }]);
  const sheets = [
    { sheet: 'Summary', data: summary as SheetData, columns: [{ width: 100 }] },
    { sheet: 'Top 100', ...tableSheet(topTable(whole)) },
    ...(variations.length === 0
      ? []
      : [{ sheet: 'Variations', ...tableSheet(variationsTable(variations)) }]),
    ...variations.map((part) => ({
      sheet: `${nameOf(part)} top 500`.slice(0, LONGEST_NAME),
      ...tableSheet(topTable(part)),
    })),
  ];
  const writeExcelFile = await excelWriter();
  await writeExcelFile(sheets).toFile(path);
}

/** A workbook of one table. */
export async function writeTableSheet(
  path: string,
  { sheet, ...table }: Table & { readonly sheet: string },
): Promise<void> {
  const writeExcelFile = await excelWriter();
  await writeExcelFile([{ sheet, ...tableSheet(table) }]).toFile(path);
}

/** Few want a workbook, and nobody else should wait for what writes one. */
async function excelWriter() {
  const { default: writeExcelFile } = await import('write-excel-file/node');
  return writeExcelFile;
}

interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

function tableSheet({ header, rows }: Table) {
  const title = header.map(
    (name): ExcelCell => ({ value: name, type: String, fontWeight: 'bold' }),
  );
  const data: SheetData = [title, ...rows.map((row): Row => row.map(excelCell))];
  return {
    data,
    stickyRowsCount: 1,
    columns: header.map((name) => ({ width: Math.min(30, Math.max(10, name.length + 2)) })),
  };
}

/** A spreadsheet has no infinite numbers. */
function excelCell(cell: Cell): ExcelCell {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'number') {
    return Number.isFinite(cell)
      ? { value: cell, type: Number }
      : { value: Number.isNaN(cell) ? '' : String(cell), type: String };
  }
  if (typeof cell === 'boolean') return { value: cell, type: Boolean };
  return { value: cell, type: String };
}
