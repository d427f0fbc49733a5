import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import { type ColumnsReader, openColumnsReader } from './columns-reader.ts';
import { parseEvaluation } from './evaluation-line.ts';
import { COLUMNS_FILE, EVALUATIONS_FILE } from './symbol-files.ts';

/** The newest lines: what a power cut, or a disk that lost a file's end, takes is newest, too. */
const TAIL_BYTES = 65_536;

/**
 * Whether the columns can be read, hold the newest evaluations, as they do in all that a crash leaves
 * (rows are written before lines), and no row has changed since it was written.
 */
export async function columnsAreWhole(folder: string): Promise<boolean> {
  using reader = openColumnsReader(join(folder, COLUMNS_FILE));
  if (reader === null) return false;
  // Rows that are lost are backtested again: only they hold all that was measured.
  if (reader.layout.variations.length > 0) return true;
  if (hasDamage(reader)) return false;
  return (await newestIn(join(folder, EVALUATIONS_FILE))).every(({ id }) => {
    const block = reader.block(id, 1);
    return block.count > 0 && block.isWhole(0);
  });
}

const BLOCK_ROWS = 4_096;

/** Rows of older versions end with no sum: of these, only some that were cut short can be told. */
function hasDamage(reader: ColumnsReader): boolean {
  const { last, layout } = reader;
  for (let id = layout.first; layout.sums && id <= last; id += BLOCK_ROWS) {
    const block = reader.block(id, Math.min(BLOCK_ROWS, last - id + 1));
    for (let row = 0; row < block.count; row++) if (block.isDamaged(row)) return true;
  }
  return false;
}

async function newestIn(path: string): Promise<Evaluation[]> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  const start = Math.max(0, size - TAIL_BYTES);
  const { buffer } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
  // What was cut at either end is no evaluation.
  return buffer.toString('utf8').split('\n').flatMap(evaluationIn);
}

function evaluationIn(line: string): Evaluation[] {
  try {
    const evaluation = parseEvaluation(line);
    return evaluation.is_oos ? [] : [evaluation];
  } catch {
    return [];
  }
}
