import type { BadRow } from '../../../runner/domain/bar-import.ts';
import type { BarTableBuilder } from './bar-table.ts';
import { type CsvRow, fieldText, readCsv } from './csv-reader.ts';
import type { Field, FileFormat } from './file-format.ts';
import { type DateOrder, momentParser } from './parse-moment.ts';
import { parseNumber } from './parse-number.ts';

type Problem = Pick<BadRow, 'wanted' | 'found'>;

interface Sink {
  readonly table: BarTableBuilder;
  /** Prices below this are none: zero, or what the layout would round to zero. */
  readonly lowestPrice: number;
  onBadRow(row: BadRow): void;
}

/** Adjusted prices differ in their last digits from what they were made of. */
const TOLERANCE = 1e-9;
const PRICES = ['open', 'high', 'low', 'close'] as const;

/**
 * Reads the bars of a file into a table; every row that holds none is handed to `onBadRow`.
 * @returns the number of rows
 */
export async function readRows(
  format: FileFormat & { readonly order: DateOrder },
  { table, lowestPrice, onBadRow }: Sink,
): Promise<number> {
  const read = rowReader(format, lowestPrice);
  let rows = 0;
  await readCsv(format.file, format, (row) => {
    rows++;
    const problem = read.parse(row);
    if (problem === null) table.add(read.bar);
    else onBadRow({ file: format.file, line: row.line, ...problem });
  });
  return rows;
}

function rowReader(format: FileFormat & { readonly order: DateOrder }, lowestPrice: number) {
  const { columns, decimal } = format;
  const parseMoment = momentParser(format.order);
  const fewest =
    Math.max(...Object.values(columns).filter((column) => column !== columns.volume)) + 1;
  const bar = { local: 0, offset: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
  const date = { from: 0, to: 0 };
  const time = { from: 0, to: 0 };

  function parseNumbers(row: CsvRow): Problem | null {
    for (const name of PRICES) {
      const column = columns[name];
      const value = parseNumber(row.bytes, row.from[column] as number, {
        to: row.to[column] as number,
        decimal,
      });
      if (!(value >= lowestPrice)) return notA(row, name, 'a price above 0');
      bar[name] = value;
    }
    bar.volume = 0;
    const { volume } = columns;
    const [from, to] = [row.from[volume] as number, row.to[volume] as number];
    if (volume === -1 || volume >= row.count || from === to) return null;
    bar.volume = parseNumber(row.bytes, from, { to, decimal });
    return bar.volume >= 0 ? null : notA(row, 'volume', 'a volume of 0 or more');
  }

  function notA(row: CsvRow, field: Field, wanted: string): Problem {
    return { wanted: `${wanted} as ${field}`, found: `"${fieldText(row, columns[field])}"` };
  }

  function parse(row: CsvRow): Problem | null {
    if (row.count < fewest) {
      return { wanted: `at least ${fewest} fields`, found: `${row.count}` };
    }
    date.from = row.from[columns.date] as number;
    date.to = row.to[columns.date] as number;
    time.from = row.from[columns.time] as number;
    time.to = row.to[columns.time] as number;
    const moment = parseMoment(row.bytes, date, columns.time === -1 ? null : time);
    if (Number.isNaN(moment.local)) return noMoment(row);
    bar.local = moment.local;
    bar.offset = moment.offset;
    return parseNumbers(row) ?? insane(bar);
  }

  function noMoment(row: CsvRow): Problem {
    const fields = [columns.date, columns.time].filter((column) => column !== -1);
    const found = fields.map((column) => fieldText(row, column)).join(' ');
    return { wanted: `a time (${format.order})`, found: `"${found}"` };
  }

  return { bar, parse };
}

function insane({
  open,
  high,
  low,
  close,
}: Record<(typeof PRICES)[number], number>): Problem | null {
  const slack = high * TOLERANCE;
  if (high + slack < Math.max(open, close, low)) {
    return {
      wanted: 'a high that no other price exceeds',
      found: `open ${open}, high ${high}, low ${low}, close ${close}`,
    };
  }
  if (low - slack > Math.min(open, close)) {
    return {
      wanted: 'a low that no other price is below',
      found: `open ${open}, high ${high}, low ${low}, close ${close}`,
    };
  }
  return null;
}
