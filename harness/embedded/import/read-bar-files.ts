import type { BadRow, ImportedFile } from '../../../runner/domain/bar-import.ts';
import { type TimeZone, timeZone } from '../data/time-zone.ts';
import { type BarTable, buildBarTable } from './bar-table.ts';
import type { FileFormat, FormatHints } from './file-format.ts';
import { settleOrder } from './find-date-order.ts';
import { findFormat } from './find-format.ts';
import type { DateOrder } from './parse-moment.ts';
import { readRows } from './read-rows.ts';

/** Bars of all files, in the order in which they stand there. */
export interface BarFiles {
  readonly table: BarTable;
  readonly files: readonly ImportedFile[];
  readonly badRows: { readonly count: number; readonly shown: readonly BadRow[] };
  /** The zone that the headings of every file name; null where they name none. */
  readonly zone: TimeZone | null;
}

const SHOWN = 20;

/**
 * Reads CSV files of bars, however each is written.
 * @throws InputError where it cannot be found out how a file is written
 */
export async function readBarFiles(
  paths: readonly string[],
  { hints, lowestPrice }: { hints: FormatHints; lowestPrice: number },
): Promise<BarFiles> {
  const formats = await settleOrders(
    await Promise.all(paths.map((path) => findFormat(path, hints))),
  );
  const table = buildBarTable();
  const shown: BadRow[] = [];
  let count = 0;
  const onBadRow = (row: BadRow): void => {
    if (++count <= SHOWN) shown.push(row);
  };
  const files: ImportedFile[] = [];
  for (const format of formats) {
    const rows = await readRows(format, { table, lowestPrice, onBadRow });
    const { file, delimiter, header, order, decimal } = format;
    files.push({ file, rows, delimiter, header, date_order: order, decimal });
  }
  const zone = formats.every((format) => format.utc) ? timeZone('UTC') : null;
  return { table: table.finish(), files, badRows: { count, shown }, zone };
}

type Settled = FileFormat & { readonly order: DateOrder };

/** A file whose dates stay open is read as the others are, where these agree. */
async function settleOrders(formats: readonly FileFormat[]): Promise<Settled[]> {
  const known = new Set(formats.flatMap(({ order }) => order ?? []));
  const [only] = known;
  const settled: Settled[] = [];
  for (const format of formats) {
    const shared = known.size === 1 && only !== undefined && format.candidates.includes(only);
    const order = format.order ?? (shared ? only : await settleOrder(format));
    settled.push({ ...format, order });
  }
  return settled;
}
