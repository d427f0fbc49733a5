import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import type { Metrics } from '../domain/metrics.ts';
import { prefixOf } from '../domain/variation.ts';
import { openColumnsReader, type RowBlock } from './columns-reader.ts';
import { evaluationsAt } from './read-by-columns.ts';
import { replay } from './replay.ts';
import { COLUMNS_FILE } from './symbol-files.ts';

/** What a set measured of one way of trading. */
export interface VariationFigures {
  readonly name: string;
  /** By name, without what the variation's metrics begin with; what is absent is left out. */
  readonly metrics: Metrics;
}

export interface FoundEvaluation {
  readonly evaluation: Evaluation;
  /** In the strategy's order; empty where it measures none. */
  readonly variations: readonly VariationFigures[];
}

/** Digits that a float32 column keeps. */
const DIGITS = 7;

/**
 * One evaluation of a search with all that its line says, and the figures that only its columns
 * have. Read by its place, whatever the size of the search. Null where there is none of this id.
 */
export async function evaluationById(folder: string, id: number): Promise<FoundEvaluation | null> {
  using reader = openColumnsReader(join(folder, COLUMNS_FILE));
  if (reader !== null && id >= reader.layout.first && id <= reader.last) {
    const [evaluation] = await evaluationsAt(folder, reader, [id]);
    if (evaluation !== undefined) {
      return { evaluation, variations: variationsIn(reader.block(id, 1)) };
    }
  }
  // Runs of older versions have no columns, and a line may have been moved by hand.
  if (reader !== null && reader.last - reader.layout.first >= MOST_REPLAYED) return null;
  const { evaluations } = await replay(folder);
  const evaluation = evaluations.find((one) => one.id === id);
  return evaluation === undefined ? null : { evaluation, variations: [] };
}

/** Reading more lines takes seconds. */
const MOST_REPLAYED = 100_000;

function variationsIn(block: RowBlock): VariationFigures[] {
  const { names, variations } = block.layout;
  return variations.map((variation) => {
    const prefix = prefixOf(variation);
    const metrics = names.flatMap((name, column) => {
      const value = block.metric(0, column);
      if (!name.startsWith(prefix) || Number.isNaN(value)) return [];
      return [[name.slice(prefix.length), Number(value.toPrecision(DIGITS))] as const];
    });
    return { name: variation.name, metrics: Object.fromEntries(metrics) };
  });
}
