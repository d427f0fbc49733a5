import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Space } from '../domain/space.ts';
import { columnsAreWhole } from './columns-are-whole.ts';
import { type ColumnRow, type ColumnsFileOptions, openColumnsFile } from './columns-file.ts';
import { parseEvaluation } from './evaluation-line.ts';
import { visitJsonLines } from './json-lines.ts';
import { lineMetrics } from './line-metrics.ts';
import { COLUMNS_FILE, EVALUATIONS_FILE } from './symbol-files.ts';

const TOGETHER = 1_000;

/**
 * Makes the columns of a search from its lines, where there are none or they lack what the lines
 * have: an older version wrote no columns, and they can be deleted or damaged. What only they held, the metrics of variations, stays lost.
 * Returns whether there was something to make.
 */
export async function rebuildColumns(
  folder: string,
  space: Space,
  options: Omit<ColumnsFileOptions, 'path'>,
): Promise<boolean> {
  const path = join(folder, COLUMNS_FILE);
  const lines = join(folder, EVALUATIONS_FILE);
  if (!existsSync(lines)) return false;
  if (existsSync(path)) {
    if (await columnsAreWhole(folder)) return false;
    rmSync(path);
  }
  await using columns = openColumnsFile({ ...options, path });
  const seen = new Set<number>();
  let rows: ColumnRow[] = [];
  const flush = (): void => {
    if (rows.length > 0) columns.put(rows);
    rows = [];
  };
  await visitJsonLines(lines, {
    parse: parseEvaluation,
    visit(evaluation, offset) {
      if (evaluation.is_oos || seen.has(evaluation.id)) return;
      seen.add(evaluation.id);
      const { id, attempt, slot, ms, error } = evaluation;
      const executed = { id, attempt, slot, ms };
      const outcome =
        evaluation.status === 'failed'
          ? ({ ...executed, status: 'failed', error: error ?? '', retriable: false } as const)
          : ({
              ...executed,
              status: 'complete',
              metrics: lineMetrics(evaluation),
            } as const);
      rows.push({ evaluation, outcome, point: space.pointOf?.(evaluation.params) ?? -1, offset });
      if (rows.length >= TOGETHER) flush();
    },
  });
  flush();
  return seen.size > 0;
}
