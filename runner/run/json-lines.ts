import { createReadStream } from 'node:fs';
import { messageOf } from '../domain/errors.ts';

/** A line that is not what the file should hold. */
export interface RejectedLine {
  /** Counted from 1. */
  readonly line: number;
  readonly reason: string;
}

export interface JsonLines<T> {
  readonly items: readonly T[];
  readonly rejected: readonly RejectedLine[];
}

const NEWLINE = 10;

/** A part of a file that begins with a line. */
export interface LineRange {
  readonly start?: number;
  /** Not included. */
  readonly end?: number;
}

/**
 * Reads a file of lines as a stream. A torn last line (no newline at its end) is what a crash
 * leaves and is passed over in silence; a bad line in the middle is reported and passed over. A
 * missing file is an empty one.
 */
export async function readJsonLines<T>(
  path: string,
  parse: (line: string) => T,
): Promise<JsonLines<T>> {
  const items: T[] = [];
  const rejected = await visitJsonLines(path, {
    parse,
    visit(item) {
      items.push(item);
    },
  });
  return { items, rejected };
}

/** The same without holding what was read. Returns what was passed over. */
export async function visitJsonLines<T>(
  path: string,
  options: {
    readonly parse: (line: string) => T;
    readonly visit: (item: T, offset: number) => void;
    readonly range?: LineRange;
  },
): Promise<RejectedLine[]> {
  const { parse, visit, range = {} } = options;
  const rejected: RejectedLine[] = [];
  let number = 0;
  await visitLines(path, range, (line, offset) => {
    number++;
    if (line.length === 0) return;
    let item: T;
    try {
      item = parse(line);
    } catch (error) {
      rejected.push({
        line: number,
        reason: messageOf(error),
      });
      return;
    }
    visit(item, offset);
  });
  return rejected;
}

/** Visits lines that end in a newline. Split as bytes, so that no character is cut at a block's end. */
async function visitLines(
  path: string,
  { start = 0, end = Number.POSITIVE_INFINITY }: LineRange,
  visit: (line: string, offset: number) => void,
): Promise<void> {
  if (end <= start) return;
  let rest: Buffer = Buffer.alloc(0);
  let offset = start;
  const range = Number.isFinite(end) ? { start, end: end - 1 } : { start };
  try {
    for await (const block of createReadStream(path, { ...range, highWaterMark: 1 << 20 })) {
      const bytes: Buffer = rest.length === 0 ? block : Buffer.concat([rest, block]);
      let from = 0;
      for (let to = bytes.indexOf(NEWLINE); to >= 0; to = bytes.indexOf(NEWLINE, from)) {
        visit(bytes.toString('utf8', from, to).trimEnd(), offset + from);
        from = to + 1;
      }
      rest = bytes.subarray(from);
      offset += from;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
