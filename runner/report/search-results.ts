import type { ParameterSet } from '../domain/parameter-set.ts';
import type { ParameterDefinition } from '../domain/space.ts';
import { prefixOf, type Variation } from '../domain/variation.ts';
import type { ColumnsLayout } from '../run/columns-layout.ts';
import type { ColumnsReader, RowBlock } from '../run/columns-reader.ts';
import { outputName } from './output-names.ts';
import {
  columnFinder,
  createRanking,
  type Ranking,
  type RankingOptions,
  type RankingPlan,
} from './ranking.ts';
import { createSearchRows, type SearchRows } from './search-rows.ts';
import { type Aggregate, type Aggregator, createAggregator } from './variation-aggregates.ts';

/** What is said of a search in its outputs. */
export interface SearchSpec {
  readonly run: string;
  readonly symbol: string;
  /** What names of files begin with: the symbol, made safe. */
  readonly file: string;
  readonly strategy: string;
  readonly dates: { readonly start: string; readonly end: string };
  readonly parameters: readonly ParameterDefinition[];
  readonly rules: readonly string[];
  readonly fixed: ParameterSet;
  readonly ranking: RankingOptions;
}

/** A set that is among the best. */
export interface RankedSet {
  readonly rank: number;
  readonly score: number;
  readonly id: number;
  readonly params: ParameterSet;
  readonly fitness: number;
  /** Of the whole, or of the variation without its prefix; absent ones left out. */
  readonly metrics: Readonly<Record<string, number>>;
}

export interface PartResults {
  /** Null for the whole. */
  readonly variation: Variation | null;
  readonly ranked: number;
  readonly ranges: Ranking['ranges'];
  readonly aggregate: Aggregate;
  readonly top: readonly RankedSet[];
}

export interface SearchResults {
  readonly spec: SearchSpec;
  readonly counts: Readonly<Record<'complete' | 'invalid' | 'failed' | 'pruned', number>>;
  readonly whole: PartResults;
  readonly variations: readonly PartResults[];
}

/** Sets that outputs name, of the whole … */
const TOP = 100;
/** … and of each variation. */
const VARIATION_TOP = 500;
/** Read at one go: some megabytes where there are many metrics. */
const BLOCK_ROWS = 8_192;

interface PartInHand {
  readonly ranking: Ranking;
  readonly aggregator: Aggregator;
}

/** Walks the columns twice: ranges and sums first, then the ranking. Holds the best sets alone. */
export function searchResults(reader: ColumnsReader, spec: SearchSpec): SearchResults {
  const { layout } = reader;
  const source = createSearchRows(spec.parameters, spec.rules);
  const plan = { layout, source, options: spec.ranking, fixed: spec.fixed };
  const whole = partOf({ ...plan, most: TOP }, null);
  const variations = layout.variations.map((one) => partOf({ ...plan, most: VARIATION_TOP }, one));
  const parts = [whole, ...variations];
  const counts = { complete: 0, invalid: 0, failed: 0, pruned: 0 };
  const levels = new Int32Array(source.space.parameters.length);
  eachRow(reader, (block, row) => {
    counts[block.status(row)]++;
    source.levelsOf(block, row, levels);
    for (const { ranking, aggregator } of parts) {
      if (ranking.observe(block, row)) aggregator.add(block, row, levels);
    }
  });
  eachRow(reader, (block, row) => {
    for (const { ranking } of parts) ranking.rank(block, row);
  });
  const finish = (part: PartInHand): PartResults => resultsOf(part, reader, source);
  return { spec, counts, whole: finish(whole), variations: variations.map(finish) };
}

function partOf(plan: RankingPlan, variation: Variation | null): PartInHand {
  const find = columnFinder(plan.layout, variation);
  const columns = new Map<string, number>();
  for (const name of SUMMED) {
    const column = find(name);
    if (column !== undefined) columns.set(name, column);
  }
  return {
    ranking: createRanking(plan, variation),
    aggregator: createAggregator(plan.source, columns),
  };
}

/** The metrics that aggregates tell of. */
const SUMMED = ['total_r', 'sharpe_ratio', 'winrate', 'profit_factor', 'max_drawdown', 'trades'];

function eachRow(reader: ColumnsReader, visit: (block: RowBlock, row: number) => void): void {
  const { last, layout } = reader;
  for (let { first } = layout; first <= last; first += BLOCK_ROWS) {
    const block = reader.block(first, Math.min(BLOCK_ROWS, last - first + 1));
    for (let row = 0; row < block.count; row++) if (block.isWhole(row)) visit(block, row);
  }
}

function resultsOf(
  { ranking, aggregator }: PartInHand,
  reader: ColumnsReader,
  source: SearchRows,
): PartResults {
  const { variation, ranked, ranges } = ranking;
  const metrics = metricsOf(reader.layout, variation);
  const top = ranking.top.map(({ id, score }, index): RankedSet => {
    const block = reader.block(id, 1);
    const values = metrics.flatMap(([name, column]) => {
      const value = block.metric(0, column);
      return Number.isNaN(value) ? [] : [[name, shortened(value)] as const];
    });
    return {
      rank: index + 1,
      score,
      id,
      params: source.paramsOf(block, 0),
      fitness: block.fitness(0),
      metrics: Object.fromEntries(values),
    };
  });
  return { variation, ranked, ranges, aggregate: aggregator.result, top };
}

/** Names and columns of the whole's metrics, or of a variation's without its prefix. */
function metricsOf(
  layout: ColumnsLayout,
  variation: Variation | null,
): readonly (readonly [string, number])[] {
  const prefixes = layout.variations.map(prefixOf);
  const all = layout.names.map((name, column) => [name, column] as const);
  if (variation === null) {
    return all
      .filter(([name]) => !prefixes.some((prefix) => name.startsWith(prefix)))
      .map(([name, column]) => [outputName(name, layout.names), column] as const);
  }
  const prefix = prefixOf(variation);
  return all
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, column]) => [name.slice(prefix.length), column] as const);
}

/** A float32 says 7 digits; the double that holds it would print 17. */
function shortened(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(7)) : value;
}
