import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { Brushes } from './explorer-model.ts';
import { fromAddress } from './page-address.ts';
import { rangeTexts } from './range-text.ts';
import type { TopColumn } from './top-columns.ts';

/** How many rows a table of the best may have. */
export const ROW_COUNTS = [10, 25, 100] as const;
/** As many as the page is told of without asking. */
const USUAL_ROWS = 25;

/** What a table of the best shows; the page's address holds it. */
export interface TopView {
  readonly rows: number;
  /** What it is sorted by, in the API's words: `fitness`, `id`, `p NAME`, `m NAME`. */
  readonly by: string;
  readonly order: 'most' | 'least';
  /** Keys of the columns; null for the usual ones. */
  readonly columns: readonly string[] | null;
}

export function readTopView(): TopView {
  const columns = fromAddress('col');
  const rows = ROW_COUNTS.find((count) => String(count) === fromAddress('rows')[0]) ?? USUAL_ROWS;
  return {
    rows,
    by: fromAddress('by')[0] ?? 'fitness',
    order: fromAddress('order')[0] === 'least' ? 'least' : 'most',
    columns: columns.length === 0 ? null : columns,
  };
}

/** The same as the address has it; what is as usual is left out. */
export function topViewTexts({
  rows,
  by,
  order,
  columns,
}: TopView): Readonly<Record<'rows' | 'by' | 'order' | 'col', readonly string[]>> {
  return {
    rows: rows === USUAL_ROWS ? [] : [String(rows)],
    by: by === 'fitness' ? [] : [by],
    order: order === 'most' ? [] : [order],
    col: columns ?? [],
  };
}

/** Whether the best so far, which the page is told of anyway, are all that is wanted. */
export function isUsual({ rows, by, order }: TopView, brushes: Brushes): boolean {
  return rows <= USUAL_ROWS && by === 'fitness' && order === 'most' && brushes.size === 0;
}

/** What the server is asked for. */
export function topQuery({ rows, by, order }: TopView, brushes: Brushes): URLSearchParams {
  const query = new URLSearchParams({ by, order, n: String(rows) });
  for (const text of rangeTexts(brushes)) query.append('where', text);
  return query;
}

/** The API's word for a column; null where rows cannot be sorted by it. */
export function sortKey({ key, group }: TopColumn): string | null {
  if (key === 'fitness' || key === 'id' || key === 'ms') return key;
  if (group === 'metric') return `m ${key}`;
  return group === 'parameter' ? `p ${key.replace(/^param:/, '')}` : null;
}

/** Rows as CSV (RFC 4180), in full precision. */
export function rowsAsCsv(rows: readonly Evaluation[], columns: readonly TopColumn[]): string {
  const lines = rows.map((row) => columns.map(({ value }) => quoted(value(row))).join(','));
  return [columns.map(({ key }) => quoted(key.replace(/^param:/, ''))).join(','), ...lines].join(
    '\r\n',
  );
}

export function rowsAsJson(rows: readonly Evaluation[], columns: readonly TopColumn[]): string {
  const objects = rows.map((row) =>
    Object.fromEntries(
      columns.map(({ key, value }) => [key.replace(/^param:/, ''), value(row) ?? null]),
    ),
  );
  return JSON.stringify(objects, null, 2);
}

function quoted(value: string | number | boolean | undefined): string {
  const text = value === undefined ? '' : String(value);
  // A spreadsheet would read what begins so as a formula.
  const safe = typeof value === 'string' && /^[=+@-]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
