import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError, messageOf } from '../../../runner/domain/errors.ts';

/**
 * A row of a CSV file as ranges of bytes: nothing is made into a string before it is known to be
 * worth one. Valid during the call that it is handed to, and no longer.
 */
export interface CsvRow {
  /** UTF-8. */
  readonly bytes: Buffer;
  /** Where each field begins and ends, quotes and blanks around it left out. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly count: number;
  /** Counted from 1. */
  readonly line: number;
}

interface CsvOptions {
  /** One character. */
  readonly delimiter: string;
  /** Lines before the first row. */
  readonly skip: number;
}

const CHUNK_BYTES = 1 << 20;
const LONGEST_LINE = 1 << 20;
const MOST_FIELDS = 256;
const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const BLANK = 32;

/**
 * Hands every row that is not empty to `onRow`, in order, until that returns false. Own code, since
 * the packages for it make a string of every field: numbers of a million rows are to be read in
 * less time than that takes. A quoted field may hold the delimiter, but no line break.
 * @throws InputError where the file cannot be read or has a line longer than 1 MB
 */
export async function readCsv(
  file: string,
  { delimiter, skip }: CsvOptions,
  onRow: (row: CsvRow) => unknown,
): Promise<void> {
  const split = fieldSplitter(delimiter.charCodeAt(0));
  let line = 0;
  /** Where the next line begins, or -1 where no more is wanted. */
  function readLine(bytes: Buffer, from: number, to: number): number {
    line++;
    const row = line > skip ? split(bytes, { from, to, line }) : null;
    return row === null || onRow(row) !== false ? to + 1 : -1;
  }
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of openText(file)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let to = bytes.indexOf(NEWLINE); to !== -1; to = bytes.indexOf(NEWLINE, from)) {
      from = readLine(bytes, from, to);
      if (from === -1) return;
    }
    rest = bytes.subarray(from);
    if (rest.length > LONGEST_LINE) {
      throw unreadable(file, 'lines of at most 1 MB', 'a longer one');
    }
  }
  if (rest.length > 0) readLine(rest, 0, rest.length);
}

/** The first lines of a file, about 64 kB of them. */
export async function readFirstLines(file: string): Promise<string[]> {
  let text = '';
  let whole = true;
  for await (const chunk of openText(file)) {
    text += chunk.toString('utf8');
    whole = text.length < 1 << 16;
    if (!whole) break;
  }
  const lines = text.slice(0, 1 << 16).split(/\r?\n/);
  return whole ? lines : lines.slice(0, -1);
}

export function fieldText({ bytes, from, to }: CsvRow, index: number): string {
  return bytes.toString('utf8', from[index], to[index]);
}

/** The bytes of a file as UTF-8 without a byte order mark; `.gz` is unpacked. */
async function* openText(file: string): AsyncGenerator<Buffer> {
  const raw = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  // Without a callback a failure would be thrown twice: it reaches the loop below anyway.
  const unpacked = () => pipeline(raw, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined);
  let decode: ((chunk: Buffer) => Buffer) | null = null;
  try {
    for await (const chunk of file.endsWith('.gz') ? unpacked() : raw) {
      decode ??= decoderOf(chunk as Buffer);
      yield decode(chunk as Buffer);
    }
  } catch (error) {
    const found = messageOf(error);
    throw unreadable(file, 'a file that can be read', found, { cause: error });
  }
}

function unreadable(file: string, wanted: string, found: string, options?: ErrorOptions) {
  return new InputError(`Cannot read "${file}"`, [{ path: '', wanted, found }], options);
}

/** Some platforms export UTF-16, which begins with a mark; everything else is taken for UTF-8. */
function decoderOf(first: Buffer): (chunk: Buffer) => Buffer {
  const mark = first.toString('hex', 0, 3);
  if (mark.startsWith('fffe') || mark.startsWith('feff')) {
    const decoder = new TextDecoder(mark.startsWith('fffe') ? 'utf-16le' : 'utf-16be');
    return (chunk) => Buffer.from(decoder.decode(chunk, { stream: true }));
  }
  return (chunk) => (chunk === first && mark === 'efbbbf' ? chunk.subarray(3) : chunk);
}

interface Line {
  readonly from: number;
  readonly to: number;
  readonly line: number;
}

/** Splits a line; null where there is nothing on it. */
function fieldSplitter(delimiter: number) {
  const from = new Int32Array(MOST_FIELDS);
  const to = new Int32Array(MOST_FIELDS);
  let count = 0;
  function addField(bytes: Buffer, start: number, end: number): void {
    if (count === MOST_FIELDS) return;
    let [left, right] = [start, end];
    while (left < right && isPadding(bytes[left])) left++;
    while (right > left && isPadding(bytes[right - 1])) right--;
    from[count] = left;
    to[count++] = right;
  }
  return (bytes: Buffer, { from: start, to: end, line }: Line): CsvRow | null => {
    const last = end > start && bytes[end - 1] === RETURN ? end - 1 : end;
    let field = start;
    let quoted = false;
    count = 0;
    for (let at = start; at < last; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) quoted = !quoted;
      else if (byte === delimiter && !quoted) {
        addField(bytes, field, at);
        field = at + 1;
      }
    }
    addField(bytes, field, last);
    return count === 1 && from[0] === to[0] ? null : { bytes, from, to, count, line };
  };
}

function isPadding(byte: number | undefined): boolean {
  return byte === BLANK || byte === QUOTE;
}
