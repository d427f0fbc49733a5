import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { RawColumns } from './read-bars.ts';

/*
 * Decoded bars as a file: a line of JSON, spaces up to a multiple of eight bytes, then the columns
 * one after the other as doubles in the machine's own order, the times first.
 */

interface Header {
  readonly v: 1;
  /** What the columns were made of, so that a file under a wrong name is none. */
  readonly key: string;
  readonly rows: number;
  readonly columns: number;
  /** Checksum of the columns. */
  readonly crc: number;
}

const NEWLINE = 10;
const LONGEST_HEADER = 1_024;

export function columnFileBytes(key: string, { start, values }: RawColumns): Uint8Array {
  const columns = [start, ...values];
  const rows = start.length;
  const numbers = new Float64Array(rows * columns.length);
  for (const [place, column] of columns.entries()) numbers.set(column, place * rows);
  const payload = new Uint8Array(numbers.buffer);
  const header: Header = { v: 1, key, rows, columns: columns.length, crc: crc32(payload) };
  const text = JSON.stringify(header);
  const line = `${text.padEnd(Math.ceil((text.length + 1) / 8) * 8 - 1)}\n`;
  return Buffer.concat([Buffer.from(line), payload]);
}

/** Null where there is no such file, or it is not what was written: short, damaged or another one. */
export function readColumnFile(path: string, key: string): RawColumns | null {
  try {
    const bytes = readFileSync(path);
    const length = bytes.subarray(0, LONGEST_HEADER).indexOf(NEWLINE) + 1;
    const header = JSON.parse(bytes.toString('latin1', 0, length)) as Header;
    const { rows, columns } = header;
    const payload = bytes.subarray(length);
    const isWhole = header.v === 1 && header.key === key && payload.length === rows * columns * 8;
    if (!isWhole || crc32(payload) !== header.crc) return null;
    const numbers = new Float64Array(rows * columns);
    new Uint8Array(numbers.buffer).set(payload);
    const [start = numbers, ...values] = Array.from({ length: columns }, (_, place) =>
      numbers.subarray(place * rows, (place + 1) * rows),
    );
    return { start, values };
  } catch {
    return null;
  }
}
