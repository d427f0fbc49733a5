import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import { HEADLINE_METRICS } from '../domain/metrics.ts';
import { prefixOf } from '../domain/variation.ts';
import { type ColumnsReader, openColumnsReader, type RowBlock } from '../run/columns-reader.ts';
import { parseEvaluation } from '../run/evaluation-line.ts';
import { evaluationsAt } from '../run/read-by-columns.ts';
import type { RunStore } from '../run/run-store.ts';
import { COLUMNS_FILE, EVALUATIONS_FILE } from '../run/symbol-files.ts';

/** All evaluations of one search, a batch at a time, in order of id. */
export interface EvaluationBatches extends Disposable {
  /** Metrics that lines have, and those of variations, which only the columns have. */
  readonly metrics: readonly string[];
  readonly variationMetrics: readonly string[];
  batches(): AsyncIterable<EvaluationBatch>;
}

export interface EvaluationBatch {
  readonly evaluations: readonly Evaluation[];
  /** A metric of a variation; undefined where it was not measured. */
  variationMetric(evaluation: Evaluation, name: string): number | undefined;
}

/** Searches of more are read through their columns, some thousands at a time. */
const MANY = 20_000;
const BLOCK_ROWS = 4_096;
/** Lines of consecutive ids lie so near to each other, unless somebody moved them. */
const MOST_BYTES = 256 * 1024 * 1024;
const LONGEST_LINE = 65_536;

export async function openEvaluationBatches(
  store: Pick<RunStore, 'folder' | 'evaluations'>,
  run: string,
  symbolFolder: string,
): Promise<EvaluationBatches> {
  const folder = join(store.folder(run), symbolFolder);
  const reader = openColumnsReader(join(folder, COLUMNS_FILE));
  const prefixes = reader?.layout.variations.map(prefixOf) ?? [];
  const isVariation = (name: string): boolean => prefixes.some((one) => name.startsWith(one));
  const variationMetrics = reader?.layout.names.filter(isVariation) ?? [];
  const close = (): void => reader?.[Symbol.dispose]();
  if (reader !== null && reader.last - reader.layout.first >= MANY) {
    return {
      metrics: reader.layout.names.filter((name) => !isVariation(name)),
      variationMetrics,
      batches: () => byColumns(folder, reader),
      [Symbol.dispose]: close,
    };
  }
  const evaluations = await store.evaluations(run, symbolFolder);
  return {
    metrics: namesIn(evaluations),
    variationMetrics,
    batches: async function* () {
      yield batchOf(evaluations, (id) => reader?.block(id, 1));
    },
    [Symbol.dispose]: close,
  };
}

async function* byColumns(folder: string, reader: ColumnsReader): AsyncIterable<EvaluationBatch> {
  const { last, layout } = reader;
  for (let { first } = layout; first <= last; first += BLOCK_ROWS) {
    const block = reader.block(first, Math.min(BLOCK_ROWS, last - first + 1));
    yield batchOf(await evaluationsOf(folder, reader, block), () => block);
  }
}

function batchOf(
  evaluations: readonly Evaluation[],
  blockOf: (id: number) => RowBlock | undefined,
): EvaluationBatch {
  return {
    evaluations,
    variationMetric({ id }, name) {
      const block = blockOf(id);
      const column = block?.layout.columnOf(name);
      if (block === undefined || column === undefined) return;
      const row = id - block.first;
      if (row >= block.count || !block.isWhole(row)) return;
      const value = block.metric(row, column);
      return Number.isNaN(value) ? undefined : value;
    },
  };
}

/** The lines of a block at one go: read one by one, a million take a minute. */
async function evaluationsOf(
  folder: string,
  reader: ColumnsReader,
  block: RowBlock,
): Promise<readonly Evaluation[]> {
  const rows = Array.from({ length: block.count }, (_, row) => row).filter((row) =>
    block.isWhole(row),
  );
  const offsets = rows.map((row) => block.offset(row));
  const start = offsets.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const end = offsets.reduce((most, one) => Math.max(most, one), 0) + LONGEST_LINE;
  const ids = rows.map((row) => block.first + row);
  if (rows.length === 0) return [];
  if (end - start > MOST_BYTES) return evaluationsAt(folder, reader, ids);
  await using file = await open(join(folder, EVALUATIONS_FILE), 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
  const bytes = buffer.subarray(0, bytesRead);
  return offsets.flatMap((offset, index) => evaluationIn(bytes, offset - start, ids[index]));
}

/** None where another line stands there: somebody has edited the file. */
function evaluationIn(bytes: Buffer, at: number, id: number | undefined): Evaluation[] {
  const end = bytes.indexOf('\n', at);
  if (end < 0) return [];
  try {
    const evaluation = parseEvaluation(bytes.toString('utf8', at, end));
    return evaluation.id === id ? [evaluation] : [];
  } catch {
    return [];
  }
}

function namesIn(evaluations: readonly Evaluation[]): readonly string[] {
  const names = new Set<string>();
  for (const evaluation of evaluations) {
    for (const name of HEADLINE_METRICS) if (evaluation[name] !== undefined) names.add(name);
    for (const name in evaluation.metrics) names.add(name);
  }
  return [...names];
}
