import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { dayOfDigits, MS_PER_DAY } from './calendar-day.ts';

/** Bars as they stand in a file: start in local ms, prices unscaled, oldest first. */
export interface RawBars {
  readonly start: number[];
  readonly open: number[];
  readonly high: number[];
  readonly low: number[];
  readonly close: number[];
  readonly volume: number[];
}

export function emptyBars(): RawBars {
  return { start: [], open: [], high: [], low: [], close: [], volume: [] };
}

/**
 * Reads a zip of daily or hour trade bars: lines of
 * `YYYYMMDD HH:mm,open,high,low,close,volume`, prices in 1/10000 for equities.
 * @throws Error where the zip is damaged or a line is no bar
 */
export function readBars(file: string, scale: number): RawBars {
  const [content] = Object.values(unzipSync(readFileSync(file)));
  if (content === undefined) throw new Error(`Cannot read "${file}": wanted a csv, found nothing`);
  return parseBars(content, scale, file);
}

const NEWLINE = 10;
const RETURN = 13;
const COMMA = 44;
const POINT = 46;
const ZERO = 48;

/** Works on bytes, since a file of hour bars has tens of thousands of lines. */
export function parseBars(bytes: Uint8Array, scale: number, file: string): RawBars {
  const bars = emptyBars();
  const columns = [bars.open, bars.high, bars.low, bars.close, bars.volume];
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, from);
    const next = newline === -1 ? bytes.length : newline + 1;
    const end = lineEnd(bytes, from, next);
    if (end > from && !addBar(bytes, { from, end, scale }, bars.start, columns)) {
      const found = new TextDecoder().decode(bytes.subarray(from, end));
      throw new Error(
        `Cannot read "${file}" line ${line}: wanted "YYYYMMDD HH:mm,o,h,l,c,volume", found "${found}"`,
      );
    }
    from = next;
  }
  return bars;
}

function lineEnd(bytes: Uint8Array, from: number, next: number): number {
  let end = next;
  while (end > from && (bytes[end - 1] === NEWLINE || bytes[end - 1] === RETURN)) end--;
  return end;
}

interface Line {
  readonly from: number;
  readonly end: number;
  readonly scale: number;
}

/** False where the line is no bar; then the columns may hold a part of it. */
function addBar(
  bytes: Uint8Array,
  { from, end, scale }: Line,
  starts: number[],
  columns: readonly number[][],
): boolean {
  let comma = bytes.indexOf(COMMA, from);
  if (comma === -1 || comma >= end) return false;
  starts.push(parseStart(bytes, from, comma));
  for (const [position, column] of columns.entries()) {
    if (comma >= end) return false;
    const begin = comma + 1;
    const following = bytes.indexOf(COMMA, begin);
    comma = following === -1 || following > end ? end : following;
    const isVolume = position === columns.length - 1;
    const value = parseDecimal(bytes, begin, comma) / (isVolume ? 1 : scale);
    if (Number.isNaN(value)) return false;
    column.push(value);
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
