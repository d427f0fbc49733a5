import type { ParameterSet } from '../domain/parameter-set.ts';
import { prefixOf, tradesOnPurpose, type Variation } from '../domain/variation.ts';
import type { ColumnsLayout } from '../run/columns-layout.ts';
import type { RowBlock } from '../run/columns-reader.ts';
import type { SearchRows } from './search-rows.ts';
import { createTopList, type Ranked } from './top-list.ts';

/** How sets are ranked: a weighted sum of metrics, each scaled to 0 … 1 over the ranked sets. */
export interface RankingOptions {
  readonly weights: Readonly<Record<string, number>>;
  /** Sets with fewer trades are not ranked. */
  readonly min_trades: number;
}

export const DEFAULT_RANKING: RankingOptions = {
  weights: { total_r: 0.4, sharpe_ratio: 0.35, winrate: 0.25 },
  min_trades: 10,
};

/**
 * Ranks sets by the whole, or by one variation, in two walks over the columns: the first finds the
 * range of each part, the second the best. No row is held.
 */
export interface Ranking {
  /** Null for the whole. */
  readonly variation: Variation | null;
  /** Sets that are ranked, known after the first walk. */
  readonly ranked: number;
  /** Whether a set takes part; parts of the first walk. */
  observe(block: RowBlock, row: number): boolean;
  rank(block: RowBlock, row: number): void;
  readonly top: readonly Ranked[];
  /** Lowest and highest of each part. */
  readonly ranges: Readonly<Record<string, readonly [number, number]>>;
}

/** Older names of one metric, and ours. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  winrate: ['winrate', 'win_rate'],
  win_rate: ['win_rate', 'winrate'],
  trades: ['total_trades', 'trades', 'trade_count'],
  max_drawdown: ['max_drawdown_r', 'max_drawdown'],
};

interface Part {
  readonly name: string;
  readonly weight: number;
  readonly column: number;
  low: number;
  high: number;
}

export interface RankingPlan {
  readonly layout: ColumnsLayout;
  readonly source: SearchRows;
  readonly options: RankingOptions;
  readonly fixed: ParameterSet;
  readonly most: number;
}

/** By the weights; by fitness where a metric that is weighed is not measured. */
export function createRanking(plan: RankingPlan, variation: Variation | null = null): Ranking {
  const { layout, options, most } = plan;
  const column = columnFinder(layout, variation);
  const trades = column('trades');
  const parts = Object.entries(options.weights).flatMap(([name, weight]): Part[] => {
    const place = column(name);
    if (place === undefined) return [];
    return [{ name, weight, column: place, low: Infinity, high: -Infinity }];
  });
  const weighed = parts.length === Object.keys(options.weights).length && trades !== undefined;
  const onPurpose = purposeOf(plan, variation);
  const top = createTopList(most);
  let ranked = 0;

  const takesPart = (block: RowBlock, row: number): boolean => {
    const status = block.statusCode(row);
    if (!weighed) return variation === null && status === COMPLETE;
    if (status === FAILED) return false;
    return block.metric(row, trades) >= options.min_trades && onPurpose(block, row);
  };

  return {
    variation,
    get ranked() {
      return ranked;
    },
    observe(block, row) {
      if (!takesPart(block, row)) return false;
      ranked++;
      for (const part of parts) {
        const value = block.metric(row, part.column);
        if (value < part.low) part.low = value;
        if (value > part.high) part.high = value;
      }
      return true;
    },
    rank(block, row) {
      if (!takesPart(block, row)) return;
      let score = weighed ? 0 : block.fitness(row);
      if (weighed) for (const part of parts) score += part.weight * scaled(part, block, row);
      top.add(block.first + row, score);
    },
    get top() {
      return top.list;
    },
    get ranges() {
      return Object.fromEntries(parts.map(({ name, low, high }) => [name, [low, high] as const]));
    },
  };
}

const COMPLETE = 0;
const FAILED = 2;

/** 0 where there is no spread, or nothing was measured. */
function scaled({ column, low, high }: Part, block: RowBlock, row: number): number {
  const value = block.metric(row, column);
  return high > low && Number.isFinite(value) ? (value - low) / (high - low) : 0;
}

/** The column of a metric of the whole, or of one variation, under any of its names. */
export function columnFinder(
  layout: ColumnsLayout,
  variation: Variation | null,
): (name: string) => number | undefined {
  const prefix = variation === null ? '' : prefixOf(variation);
  return (name) =>
    (NAMES[name] ?? [name])
      .map((one) => layout.columnOf(prefix + one))
      .find((place) => place !== undefined);
}

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const ONE_WORD = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

type Purpose = (block: RowBlock, row: number) => boolean;

/** A condition holds or not by the levels that it reads, so that each combination is asked once. */
function purposeOf({ source, fixed }: RankingPlan, variation: Variation | null): Purpose {
  if (variation?.when === undefined) return () => true;
  const holds = tradesOnPurpose(variation, fixed);
  const { parameters } = source.space;
  const words = new Set(variation.when.match(WORD));
  const read = [...parameters.entries()].filter(([, { name }]) => words.has(name));
  const plain = parameters.every(({ name, levels }) => levels !== null && ONE_WORD.test(name));
  if (!plain) return (block, row) => holds(source.paramsOf(block, row));
  const known = new Map<number, boolean>();
  return (block, row) => {
    let key = 0;
    for (const [place, { levels: radix }] of read) {
      key = key * ((radix ?? 0) + 1) + source.levelOf(block, row, place) + 1;
    }
    const answer = known.get(key) ?? holds(source.paramsOf(block, row));
    known.set(key, answer);
    return answer;
  };
}
