import { readFileSync } from 'node:fs';
import { messageOf } from '../../../runner/domain/errors.ts';
import { dayOfDigits, MS_PER_DAY } from './calendar-day.ts';
import { unzipFirst } from './unzip-first.ts';

/** Bars as they stand in a file: start in local ms, prices unscaled, oldest first. */
export interface RawBars {
  readonly start: number[];
  readonly open: number[];
  readonly high: number[];
  readonly low: number[];
  readonly close: number[];
  readonly volume: number[];
}

/** Columns of bars as they stand in a file: start in local ms, oldest first. */
export interface RawColumns {
  readonly start: Numbers;
  readonly values: readonly Numbers[];
}

export type Numbers = number[] | Float64Array;

/** What a line holds after its time: a divisor for each field that is read, null for the others. */
type Layout = readonly (number | null)[];

/** Open, high, low, close, volume. */
function tradeLayout(scale: number): Layout {
  return [scale, scale, scale, scale, 1];
}

/** Open, high, low, close and size, first of the bid, then of the ask. */
function quoteLayout(scale: number): Layout {
  return [scale, scale, scale, scale, null, scale, scale, scale, scale, null];
}

interface File {
  readonly file: string;
  readonly kind: 'trade' | 'quote';
  /** What prices are divided by. */
  readonly scale: number;
  /** The day of a file whose times count from midnight; null where lines hold dates. */
  readonly day: number | null;
}

/**
 * Reads a zip of bars: lines of time, then prices, `open,high,low,close,volume` for trades or bid
 * and ask with their sizes for quotes; the time is `YYYYMMDD HH:mm`, or ms since midnight in files of one day. A quote with one
 * side has it for both.
 * @throws Error where the zip is damaged or a line is no bar
 */
export function readColumns(
  { file, kind, scale, day }: File,
  content: Uint8Array = readFileSync(file),
): RawColumns {
  const layout = kind === 'trade' ? tradeLayout(scale) : quoteLayout(scale);
  const columns = parseColumns(unzipOne(file, content), { layout, day, file });
  if (kind === 'quote') completeQuotes(columns.values);
  return columns;
}

/** Reads a zip of daily or hour trade bars. @throws Error where the zip is damaged or a line is no bar */
export function readBars(file: string, scale: number): RawBars {
  return parseBars(unzipOne(file, readFileSync(file)), scale, file);
}

function unzipOne(file: string, zip: Uint8Array): Uint8Array {
  let content: Uint8Array | null;
  try {
    content = unzipFirst(zip);
  } catch (error) {
    const found = messageOf(error);
    throw new Error(`Cannot read "${file}": ${found}`, { cause: error });
  }
  if (content === null) throw new Error(`Cannot read "${file}": wanted a csv, found nothing`);
  return content;
}

function completeQuotes(values: readonly number[][]): void {
  for (let price = 0; price < 4; price++) {
    const bid = values[price] as number[];
    const ask = values[price + 4] as number[];
    for (let index = 0; index < bid.length; index++) {
      // LEAN writes an absent side as nothing or as zero.
      if (!((bid[index] as number) > 0)) bid[index] = ask[index] as number;
      else if (!((ask[index] as number) > 0)) ask[index] = bid[index] as number;
    }
  }
}

const NEWLINE = 10;
const RETURN = 13;
const COMMA = 44;
const POINT = 46;
const ZERO = 48;

export function parseBars(bytes: Uint8Array, scale: number, file: string): RawBars {
  const { start, values } = parseColumns(bytes, { layout: tradeLayout(scale), day: null, file });
  const [open = [], high = [], low = [], close = [], volume = []] = values;
  return { start, open, high, low, close, volume };
}

interface Parsed {
  readonly start: number[];
  readonly values: readonly number[][];
}

/** Works on bytes, since a file of hour bars has tens of thousands of lines. */
function parseColumns(
  bytes: Uint8Array,
  { layout, day, file }: { layout: Layout; day: number | null; file: string },
): Parsed {
  const start: number[] = [];
  const values = layout.filter((divisor) => divisor !== null).map((): number[] => []);
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, from);
    const next = newline === -1 ? bytes.length : newline + 1;
    const end = lineEnd(bytes, from, next);
    if (end > from && !addBar(bytes, { from, end, layout, day }, start, values)) {
      const found = new TextDecoder().decode(bytes.subarray(from, end));
      const wanted = values.length === 5 ? 'o,h,l,c,volume' : 'bid o,h,l,c,size,ask o,h,l,c,size';
      throw new Error(
        `Cannot read "${file}" line ${line}: wanted "${day === null ? 'YYYYMMDD HH:mm' : 'ms'},${wanted}", found "${found}"`,
      );
    }
    from = next;
  }
  return { start, values };
}

function lineEnd(bytes: Uint8Array, from: number, next: number): number {
  let end = next;
  while (end > from && (bytes[end - 1] === NEWLINE || bytes[end - 1] === RETURN)) end--;
  return end;
}

interface Line {
  readonly from: number;
  readonly end: number;
  readonly layout: Layout;
  readonly day: number | null;
}

/** False where the line is no bar; then the columns may hold a part of it. */
function addBar(
  bytes: Uint8Array,
  { from, end, layout, day }: Line,
  starts: number[],
  columns: readonly number[][],
): boolean {
  let comma = bytes.indexOf(COMMA, from);
  if (comma === -1 || comma >= end) return false;
  starts.push(
    day === null
      ? parseStart(bytes, from, comma)
      : day * MS_PER_DAY + parseDecimal(bytes, from, comma),
  );
  let column = 0;
  for (const divisor of layout) {
    if (comma >= end) return false;
    const begin = comma + 1;
    const following = bytes.indexOf(COMMA, begin);
    comma = following === -1 || following > end ? end : following;
    if (divisor === null) continue;
    const value = parseDecimal(bytes, begin, comma) / divisor;
    // Quotes lack a side now and then, trades never a price.
    if (Number.isNaN(value) && (layout.length === 5 || comma > begin)) return false;
    (columns[column++] as number[]).push(value);
  }
  return !Number.isNaN(starts.at(-1));
}

/** `20050103 16:00` → local ms */
function parseStart(bytes: Uint8Array, from: number, end: number): number {
  const digits = (begin: number, length: number) =>
    parseDecimal(bytes, from + begin, from + begin + length);
  const day = dayOfDigits(digits(0, 4), digits(4, 2), digits(6, 2));
  const minutes = end - from > 8 ? digits(9, 2) * 60 + digits(12, 2) : 0;
  return day * MS_PER_DAY + minutes * 60_000;
}

/** Digits with at most one point, exact to the last bit; what is written otherwise is left to `Number`. */
function parseDecimal(bytes: Uint8Array, from: number, end: number): number {
  let value = 0;
  let divisor = 0;
  for (let index = from; index < end; index++) {
    const byte = bytes[index] as number;
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      divisor *= 10;
    } else if (byte === POINT && divisor === 0) divisor = 1;
    else return parseOther(bytes, from, end);
  }
  if (end <= from || value > Number.MAX_SAFE_INTEGER) return parseOther(bytes, from, end);
  return divisor > 1 ? value / divisor : value;
}

function parseOther(bytes: Uint8Array, from: number, end: number): number {
  const text = new TextDecoder().decode(bytes.subarray(from, end)).trim();
  return text === '' ? Number.NaN : Number(text);
}
