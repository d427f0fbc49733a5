import { join } from 'node:path';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { openColumnsReader, type RowBlock } from './columns-reader.ts';
import type { Replay } from './replay.ts';
import type { ExhaustiveReplay } from './stage-replay.ts';
import { COLUMNS_FILE } from './symbol-files.ts';
import type { VariationStatistics } from './variation-statistics.ts';

const BLOCK_ROWS = 4_096;

/** Adds the rows of evaluations that were read back, but for those that a checkpoint counts. */
export function addPastVariations(
  statistics: VariationStatistics,
  past: {
    readonly folder: string;
    readonly past: Replay;
    readonly stages: readonly ExhaustiveReplay[];
  },
): void {
  using reader = openColumnsReader(join(past.folder, COLUMNS_FILE));
  if (reader === null || reader.layout.variations.length === 0) return;
  const { layout } = reader;
  let block: RowBlock | undefined;
  const add = (id: number, params: ParameterSet): void => {
    if (id < layout.first) return;
    const first = id - ((id - layout.first) % BLOCK_ROWS);
    if (block?.first !== first) block = reader.block(first, BLOCK_ROWS);
    const row = id - first;
    if (row >= block.count || !block.isWhole(row)) return;
    const at = (row * layout.stride) / 4 + layout.metrics;
    statistics.add(block.views.f32, at, { id, params, layout });
  };
  // A checkpoint counts all stages before its own, too.
  const isCounted = past.stages.some(({ checkpoint }) => checkpoint !== null);
  if (!isCounted) for (const { id, params } of past.past.evaluations) add(id, params);
  for (const { lines } of past.stages) {
    for (let id = lines.first; id <= lines.last; id++) {
      const params = lines.has(id) && !lines.isCounted(id) ? lines.paramsOf(id) : null;
      if (params !== null) add(id, params);
    }
  }
}
