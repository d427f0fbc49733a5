import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { HEADLINE_METRICS } from '../domain/metrics.ts';
import { prefixOf, type Variation } from '../domain/variation.ts';
import { type ColumnsLayout, encodeHeader, rowEnd, rowOffset, viewsOf } from './columns-layout.ts';
import { writeAt } from './write-at.ts';

/** An open columns file, and how its rows lie. */
interface OpenColumns {
  readonly from: number;
  readonly old: ColumnsLayout;
}

/**
 * Writes a columns file with another layout and the rows of the one before, which stands until the new
 * one is whole.
 *
 * @returns the new file's descriptor, open for reading and writing
 */
export function writeAnew(path: string, layout: ColumnsLayout, before: OpenColumns | null): number {
  const temporary = `${path}.${process.pid}.tmp`;
  const fd = openSync(temporary, 'w+');
  try {
    writeAt(fd, encodeHeader(layout), 0);
    if (before !== null) copyRows(before, { to: fd, layout });
    fsyncSync(fd);
    renameSync(temporary, path);
  } catch (error) {
    closeSync(fd);
    rmSync(temporary, { force: true });
    throw error;
  }
  return fd;
}

const BLOCK_ROWS = 4_096;

function copyRows(
  { from, old }: OpenColumns,
  { to, layout }: { to: number; layout: ColumnsLayout },
): void {
  const source = viewsOf(new ArrayBuffer(BLOCK_ROWS * old.stride));
  const target = viewsOf(new ArrayBuffer(BLOCK_ROWS * layout.stride));
  const columns = old.names.map((name) => layout.columnOf(name) ?? 0);
  for (let id = old.first; ; id += BLOCK_ROWS) {
    const read = readSync(from, source.bytes, 0, source.bytes.length, rowOffset(id, old));
    const rows = Math.floor(read / old.stride);
    if (rows === 0) return;
    target.f32.fill(Number.NaN);
    for (let row = 0; row < rows; row++) {
      const [here, there] = [(row * old.stride) / 4, (row * layout.stride) / 4];
      target.u32.set(source.u32.subarray(here, here + old.metrics), there);
      for (const [column, place] of columns.entries()) {
        target.f32[there + layout.metrics + place] = source.f32[
          here + old.metrics + column
        ] as number;
      }
      const isWhole = source.u32[here + old.stride / 4 - 1] === rowEnd(source.u32, here, old);
      // One that is damaged stays so.
      target.u32[there + layout.stride / 4 - 1] = isWhole ? rowEnd(target.u32, there, layout) : 0;
    }
    writeAt(to, target.bytes.subarray(0, rows * layout.stride), rowOffset(id, layout));
  }
}

/** The same columns in the same order, whichever metric came first. */
export function inOrder(names: readonly string[], variations: readonly Variation[]): string[] {
  const prefixes = variations.map(prefixOf);
  const group = (name: string): number => {
    const headline = (HEADLINE_METRICS as readonly string[]).includes(name);
    return headline ? -2 : prefixes.findIndex((prefix) => name.startsWith(prefix));
  };
  return names.toSorted((a, b) => group(a) - group(b) || (a < b ? -1 : 1));
}
