import { InputError } from '../../../runner/domain/errors.ts';
import { readCsv } from './csv-reader.ts';
import type { FileFormat } from './file-format.ts';
import { type DateOrder, momentParser } from './parse-moment.ts';

const CALENDAR_ORDERS = ['ymd', 'mdy', 'dmy'] as const;

/** Rows may be bad without making the dates of all others unreadable. */
const MOST_BAD = 0.5;

/**
 * The orders that the dates can be read in equally well, none where most of them cannot be read.
 * Plain numbers that are no date count from 1970.
 */
export function possibleOrders(dates: readonly string[]): DateOrder[] {
  const misses = CALENDAR_ORDERS.map((order) => ({ order, count: countMisses(dates, order) }));
  const fewest = Math.min(...misses.map(({ count }) => count));
  if (fewest <= dates.length * MOST_BAD) {
    return misses.filter(({ count }) => count === fewest).map(({ order }) => order);
  }
  const digits = dates
    .map((date) => /^-?(\d{1,19})(\.\d*)?$/.exec(date)?.[1]?.length ?? 0)
    .sort((a, b) => a - b);
  const usual = digits[digits.length >> 1] ?? 0;
  if (usual < 6) return [];
  return [usual >= 12 ? 'unix-ms' : 'unix'];
}

function countMisses(dates: readonly string[], order: DateOrder): number {
  const parse = momentParser(order);
  return dates.filter((date) => {
    const bytes = Buffer.from(date);
    return Number.isNaN(parse(bytes, { from: 0, to: bytes.length }, null).local);
  }).length;
}

/** How many more rows it takes than those that could be bad to prefer an order. */
const DECISIVE = 10;

/**
 * Reads a file whose first lines fit several orders until its rows tell them apart.
 * @returns null where all rows fit
 */
export async function settleOrder(format: FileFormat): Promise<DateOrder | null> {
  const candidates = format.candidates.map((order) => ({
    order,
    parse: momentParser(order),
    fits: 0,
  }));
  const byFits = () => candidates.sort((a, b) => b.fits - a.fits);
  await readCsv(format.file, format, ({ bytes, from, to, count }) => {
    const column = format.columns.date;
    if (column >= count) return true;
    const range = { from: from[column] as number, to: to[column] as number };
    for (const candidate of candidates) {
      if (!Number.isNaN(candidate.parse(bytes, range, null).local)) candidate.fits++;
    }
    const [most, next] = byFits();
    return (most?.fits ?? 0) - (next?.fits ?? 0) < DECISIVE;
  });
  const [most, next] = byFits();
  return most !== undefined && most.fits > (next?.fits ?? 0) ? most.order : null;
}

/** @throws InputError always: dates that can be read in several ways are not guessed at */
export function refuseOrder({ file, candidates }: FileFormat): never {
  throw new InputError(`Cannot read the dates of "${file}"`, [
    {
      path: '--date-format',
      wanted: candidates.join(' or '),
      found: `dates that fit ${candidates.length === 2 ? 'both' : 'all of them'}`,
    },
  ]);
}

/** @throws InputError where the name or pattern is none that is known */
export function parseDateFormat(text: string): DateOrder {
  const plain = text.toLowerCase().trim();
  if (['unix', 's', 'unix-s', 'epoch'].includes(plain)) return 'unix';
  if (['unix-ms', 'unix_ms', 'unixms', 'ms'].includes(plain)) return 'unix-ms';
  const [date = ''] = plain.split('h');
  const letters = [...new Set(date.replace(/[^ymd]/g, ''))].join('');
  const order = CALENDAR_ORDERS.find((candidate) => candidate === letters);
  if (order !== undefined) return order;
  throw new InputError('Cannot read dates', [
    {
      path: '--date-format',
      wanted: 'ymd, mdy, dmy, a pattern such as DD/MM/YYYY, unix or unix-ms',
      found: `"${text}"`,
    },
  ]);
}
