import { createReadStream } from 'node:fs';

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
  const rejected: RejectedLine[] = [];
  let number = 0;
  for await (const line of wholeLines(path)) {
    number++;
    if (line.length === 0) continue;
    try {
      items.push(parse(line));
    } catch (error) {
      rejected.push({
        line: number,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return { items, rejected };
}

/** Lines that end in a newline. Split as bytes, so that no character is cut at a block's end. */
async function* wholeLines(path: string): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const block of createReadStream(path, { highWaterMark: 1 << 20 })) {
      const bytes: Buffer = rest.length === 0 ? block : Buffer.concat([rest, block]);
      let start = 0;
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
        yield bytes.toString('utf8', start, end).trimEnd();
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
