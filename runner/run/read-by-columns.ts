import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import { type ColumnsReader, openColumnsReader, type RowBlock } from './columns-reader.ts';
import { parseEvaluation } from './evaluation-line.ts';
import { COLUMNS_FILE, EVALUATIONS_FILE } from './symbol-files.ts';

const BLOCK_ROWS = 8_192;
const LINE_BYTES = 4_096;
const NEWLINE = 10;

/** Searches of more evaluations are read by their columns: their lines take seconds and gigabytes. */
const MANY = 20_000;

/** A search's columns, where it has so many evaluations that its lines are not for reading. */
export function manyRows(folder: string): ColumnsReader | null {
  const reader = openColumnsReader(join(folder, COLUMNS_FILE));
  if (reader !== null && reader.last - reader.layout.first >= MANY) return reader;
  reader?.[Symbol.dispose]();
  return null;
}

/** Visits all whole rows in order of id; other work gets its turn between blocks. */
export async function visitRows(
  reader: ColumnsReader,
  visit: (block: RowBlock, row: number) => void,
): Promise<void> {
  const { last, layout } = reader;
  for (let { first } = layout; first <= last; first += BLOCK_ROWS) {
    const block = reader.block(first, Math.min(BLOCK_ROWS, last - first + 1));
    for (let row = 0; row < block.count; row++) if (block.isWhole(row)) visit(block, row);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * The evaluations of many rows without what only their lines say: parameters, metrics and the names
 * of generations, in whose place stand those of batches.
 */
export async function outlinesOf(reader: ColumnsReader): Promise<Evaluation[]> {
  const outlines: Evaluation[] = [];
  const { stages } = reader.layout;
  await visitRows(reader, (block, row) => {
    const batch = block.batch(row);
    outlines.push({
      v: 1,
      id: block.first + row,
      stage: stages[block.stage(row)] ?? '',
      stage_detail: `batch_${batch}`,
      sampler: '',
      batch,
      params: NOTHING,
      status: block.status(row),
      fitness: block.fitness(row),
      metrics: NOTHING,
      violations: NOTHING,
      window: null,
      is_oos: false,
      error: null,
      attempt: 1,
      slot: 0,
      ms: block.ms(row),
      at: new Date(block.at(row)).toISOString(),
    });
  });
  return outlines;
}

const NOTHING = Object.freeze({});

/** The lines of some ids, in the order asked for; those that cannot be read are left out. */
export async function evaluationsAt(
  folder: string,
  reader: ColumnsReader,
  ids: readonly number[],
): Promise<Evaluation[]> {
  const found: Evaluation[] = [];
  await using file = await open(join(folder, EVALUATIONS_FILE), 'r');
  for (const id of ids) {
    const block = reader.block(id, 1);
    if (block.count === 0 || !block.isWhole(0)) continue;
    const evaluation = await evaluationIn(file, block.offset(0), id);
    if (evaluation !== null) found.push(evaluation);
  }
  return found;
}

type OpenFile = Awaited<ReturnType<typeof open>>;

/** Null where another line stands there: somebody has edited the file. */
async function evaluationIn(
  file: OpenFile,
  offset: number,
  id: number,
): Promise<Evaluation | null> {
  for (let length = LINE_BYTES; length <= 64 * LINE_BYTES; length *= 8) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
    const end = buffer.subarray(0, bytesRead).indexOf(NEWLINE);
    if (end < 0) continue;
    try {
      const evaluation = parseEvaluation(buffer.toString('utf8', 0, end));
      return evaluation.id === id ? evaluation : null;
    } catch {
      return null;
    }
  }
  return null;
}

/** At most `most` ids, evenly spread over all whole rows. */
export async function sampledIds(reader: ColumnsReader, most: number): Promise<number[]> {
  const { first } = reader.layout;
  const step = Math.max(1, (reader.last - first + 1) / most);
  const ids: number[] = [];
  let next = first;
  await visitRows(reader, (block, row) => {
    const id = block.first + row;
    if (id < next) return;
    ids.push(id);
    next += step;
  });
  return ids;
}

/** Ids of the best valid rows, best first, the older of equals first. */
export async function bestIds(reader: ColumnsReader, most: number): Promise<number[]> {
  const best: [number, number][] = [];
  await visitRows(reader, (block, row) => {
    const fitness = block.fitness(row);
    if (block.status(row) !== 'complete' || !(fitness > (best[most - 1]?.[1] ?? -Infinity))) return;
    const place = best.findIndex(([, other]) => fitness > other);
    best.splice(place < 0 ? best.length : place, 0, [block.first + row, fitness]);
    best.length = Math.min(best.length, most);
  });
  return best.map(([id]) => id);
}
