import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { TickKind } from './data-paths.ts';
import { type RawColumns, readColumns } from './read-bars.ts';

/** Files of bars that are read together: one of many days, or those of a month's days. */
export interface Segment {
  readonly kind: TickKind;
  /** What prices are divided by. */
  readonly scale: number;
  readonly files: readonly {
    readonly file: string;
    /** Null where the file holds many days. */
    readonly day: number | null;
  }[];
}

/** To be counted up when the same files are read as other columns. */
const READER_VERSION = 1;

/** The files' contents, in their order. @throws Error where one cannot be read */
export function readContents({ files }: Segment): Uint8Array[] {
  return files.map(({ file }) => readFileSync(file));
}

/** Equal for segments that are read as the same columns, wherever their files lie. */
export function segmentKey(
  { kind, scale, files }: Segment,
  contents: readonly Uint8Array[],
): string {
  const hash = createHash('sha256');
  hash.update(`${READER_VERSION} ${kind} ${scale}\n`);
  for (const [place, { file, day }] of files.entries()) {
    const content = contents[place] as Uint8Array;
    hash.update(`${basename(file)} ${day} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** @throws Error where a file is damaged or a line is no bar */
export function decodeSegment(
  { kind, scale, files }: Segment,
  contents: readonly Uint8Array[],
): RawColumns {
  const parts = files.map(({ file, day }, place) =>
    readColumns({ file, kind, scale, day }, contents[place] as Uint8Array),
  );
  const [first, ...others] = parts;
  if (first !== undefined && others.length === 0) return first;
  const rows = parts.reduce((sum, { start }) => sum + start.length, 0);
  const joined = Array.from(
    { length: 1 + (first?.values.length ?? 0) },
    () => new Float64Array(rows),
  );
  let at = 0;
  for (const { start, values } of parts) {
    for (const [place, column] of [start, ...values].entries()) joined[place]?.set(column, at);
    at += start.length;
  }
  const [start = new Float64Array(), ...values] = joined;
  return { start, values };
}
