import { join } from 'node:path';
import { openColumnsReader } from './columns-reader.ts';
import { COLUMNS_FILE } from './symbol-files.ts';

const BLOCK_ROWS = 4_096;

/** How many evaluations the columns of a symbol's folder hold; null where there are none. */
export async function countEvaluations(folder: string): Promise<number | null> {
  using reader = openColumnsReader(join(folder, COLUMNS_FILE));
  if (reader === null) return null;
  let count = 0;
  // Ids have no gaps but among the batches in flight, of which there are at most 64 of 1,000.
  const { last, layout } = reader;
  const first = Math.max(layout.first, last - 16 * BLOCK_ROWS + 1);
  for (let id = first; id <= last; id += BLOCK_ROWS) {
    const block = reader.block(id, Math.min(BLOCK_ROWS, last - id + 1));
    for (let row = 0; row < block.count; row++) if (block.isWhole(row)) count++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return first - layout.first + count;
}
