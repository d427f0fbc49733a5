import { join } from 'node:path';
import { type ColumnsReader, openColumnsReader } from './columns-reader.ts';
import { COLUMNS_FILE } from './symbol-files.ts';

const BLOCK_ROWS = 4_096;

/** Knows of which evaluations all numbers are on the disk. */
export interface WholeRows extends Disposable {
  has(id: number): boolean;
}

/**
 * Where a strategy measures variations, its lines leave their metrics to the columns, so that a line
 * whose row a power cut took is no evaluation; elsewhere the lines say all.
 */
export function openWholeRows(folder: string): WholeRows {
  const reader = openColumnsReader(join(folder, COLUMNS_FILE));
  if (reader === null || reader.layout.variations.length === 0) {
    return { has: () => true, [Symbol.dispose]: () => reader?.[Symbol.dispose]() };
  }
  const blocks = new Map<number, Uint8Array>();
  const { first } = reader.layout;
  return {
    has(id) {
      if (id < first) return false;
      const number = Math.floor((id - first) / BLOCK_ROWS);
      const block = blocks.get(number) ?? wholeIn(reader, first + number * BLOCK_ROWS);
      blocks.set(number, block);
      return block[(id - first) % BLOCK_ROWS] === 1;
    },
    [Symbol.dispose]: () => reader[Symbol.dispose](),
  };
}

function wholeIn(reader: ColumnsReader, first: number): Uint8Array {
  const whole = new Uint8Array(BLOCK_ROWS);
  const block = reader.block(first, BLOCK_ROWS);
  for (let row = 0; row < block.count; row++) whole[row] = block.isWhole(row) ? 1 : 0;
  return whole;
}
