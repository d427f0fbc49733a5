import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
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
  const entries = Object.values(unzipSync(readFileSync(file)));
  const [content] = entries;
  if (content === undefined) throw new Error(`Cannot read "${file}": wanted a csv, found nothing`);
  return parseBars(strFromU8(content), scale, file);
}

export function parseBars(text: string, scale: number, file: string): RawBars {
  const bars = emptyBars();
  let from = 0;
  let line = 1;
  while (from < text.length) {
    let to = text.indexOf('\n', from);
    if (to === -1) to = text.length;
    const row = text.slice(from, text.charCodeAt(to - 1) === 13 ? to - 1 : to);
    if (row !== '') addBar(bars, row, scale, `"${file}" line ${line}`);
    from = to + 1;
    line++;
  }
  return bars;
}

function addBar(bars: RawBars, row: string, scale: number, where: string): void {
  const fields = row.split(',');
  const start = parseStart(fields[0] as string);
  const [open, high, low, close] = [1, 2, 3, 4].map((index) => Number(fields[index]) / scale);
  if (
    Number.isNaN(start) ||
    !Number.isFinite((open ?? NaN) + (high ?? NaN) + (low ?? NaN) + (close ?? NaN))
  ) {
    throw new Error(`Cannot read ${where}: wanted "YYYYMMDD HH:mm,o,h,l,c,volume", found "${row}"`);
  }
  bars.start.push(start);
  bars.open.push(open as number);
  bars.high.push(high as number);
  bars.low.push(low as number);
  bars.close.push(close as number);
  bars.volume.push(Number(fields[5] ?? 0));
}

/** `20050103 16:00` → local ms */
function parseStart(text: string): number {
  const digits = (from: number, to: number) => Number(text.slice(from, to));
  const day = dayOfDigits(digits(0, 4), digits(4, 6), digits(6, 8));
  const minutes = text.length > 8 ? digits(9, 11) * 60 + digits(12, 14) : 0;
  return day * MS_PER_DAY + minutes * 60_000;
}
