import type { BadRow, ImportedFile } from '../../../runner/domain/bar-import.ts';
import type { TimeZone } from '../data/time-zone.ts';
import { type BarTable, buildBarTable } from './bar-table.ts';
import type { FileFormat, FormatHints } from './file-format.ts';
import { refuseOrder, settleOrder } from './find-date-order.ts';
import { findFormat } from './find-format.ts';
import type { DateOrder } from './parse-moment.ts';
import { zoneNamed } from './place-times.ts';
import { readRows } from './read-rows.ts';

/** Bars of all files, in the order in which they stand there. */
export interface BarFiles {
  readonly table: BarTable;
  readonly files: readonly ImportedFile[];
  readonly badRows: { readonly count: number; readonly shown: readonly BadRow[] };
  /** The zone that the headings of every file name; null where they name none, or several. */
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
  const found: FileFormat[] = [];
  for (const path of paths) found.push(await findFormat(path, hints));
  const formats = await settleOrders(found);
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
  const [zone = null, ...others] = new Set(formats.map((format) => format.zone));
  const shared = zone === null || others.length > 0 ? null : zoneNamed(zone);
  return { table: table.finish(), files, badRows: { count, shown }, zone: shared };
}

type Settled = FileFormat & { readonly order: DateOrder };

/**
 * Decides the order of dates where the first lines of a file leave it open: by all of its rows, else
 * by what the other files agree on.
 * @throws InputError where that stays open, too
 */
async function settleOrders(formats: readonly FileFormat[]): Promise<Settled[]> {
  const decided: FileFormat[] = [];
  for (const format of formats) {
    decided.push({ ...format, order: format.order ?? (await settleOrder(format)) });
  }
  const known = new Set(decided.flatMap(({ order }) => order ?? []));
  const [shared] = known.size === 1 ? known : [];
  return decided.map((format) => {
    const { order, candidates } = format;
    if (order !== null) return { ...format, order };
    if (shared !== undefined && candidates.includes(shared)) return { ...format, order: shared };
    return refuseOrder(format);
  });
}
