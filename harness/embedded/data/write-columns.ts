import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnPath } from './column-cache.ts';
import { columnFileBytes, readColumnFile } from './column-file.ts';
import { decodeSegment, readContents, type Segment, segmentKey } from './segment.ts';

/** Decodes a segment and keeps it, unless it is there. @throws Error where that cannot be done */
export function writeColumns(folder: string, segment: Segment): void {
  const contents = readContents(segment);
  const key = segmentKey(segment, contents);
  const path = columnPath(folder, key);
  if (readColumnFile(path, key) !== null) return;
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, columnFileBytes(key, decodeSegment(segment, contents)));
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** A temporary file that is older was left by a writer that was killed. */
const STALE_MS = 3_600_000;

/** Removes the oldest columns until the rest takes no more than `mostBytes`. */
export function trimColumns(folder: string, mostBytes: number): void {
  const files = readdirSync(folder)
    .map((name) => ({ name, ...timeAndSize(join(folder, name)) }))
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  let kept = 0;
  for (const { name, mtimeMs, size } of files) {
    const isStale = name.endsWith('.tmp') && Date.now() - mtimeMs > STALE_MS;
    if (!isStale && kept + size <= mostBytes) kept += size;
    else rmSync(join(folder, name), { force: true });
  }
}

/** Of a file that another writer may have removed meanwhile. */
function timeAndSize(path: string): { readonly mtimeMs: number; readonly size: number } {
  const found = statSync(path, { throwIfNoEntry: false });
  return { mtimeMs: found?.mtimeMs ?? 0, size: found?.size ?? 0 };
}
