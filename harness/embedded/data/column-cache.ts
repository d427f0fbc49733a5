import { join } from 'node:path';
import { readColumnFile } from './column-file.ts';
import type { RawColumns } from './read-bars.ts';
import { decodeSegment, readContents, type Segment, segmentKey } from './segment.ts';

/*
 * Columns of minute bars that were decoded before, found by the content of the files that they were
 * read from: unzipping and parsing thousands of files takes ten times as long as hashing them. Whoever
 * reads bars cannot write (see sandbox), so what was missing is told to somebody who can.
 */

let folder: string | null = null;
let uncached: Segment[] = [];

/** Where columns may lie; null: nowhere. Once for a process, or a thread. */
export function useColumnCache(path: string | null): void {
  folder = path;
}

/** The segments that had to be decoded since this was asked before. */
export function takeUncached(): readonly Segment[] {
  const taken = uncached;
  uncached = [];
  return taken;
}

/** @throws Error where a file is damaged or a line is no bar */
export function readSegment(segment: Segment): RawColumns {
  const contents = readContents(segment);
  // A file of many days is read as fast as the cache.
  const isCached = folder !== null && segment.files.every(({ day }) => day !== null);
  if (folder === null || !isCached) return decodeSegment(segment, contents);
  const key = segmentKey(segment, contents);
  const found = readColumnFile(columnPath(folder, key), key);
  if (found !== null) return found;
  uncached.push(segment);
  return decodeSegment(segment, contents);
}

export function columnPath(cache: string, key: string): string {
  return join(cache, `${key}.columns`);
}
