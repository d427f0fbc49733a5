import type { ParameterSet } from '../domain/parameter-set.ts';
import type { VariationProgress } from '../domain/run-record.ts';
import { prefixOf, TRADES, tradesOnPurpose, type Variation } from '../domain/variation.ts';
import type { ColumnsLayout } from './columns-layout.ts';

interface Sums {
  sets: number;
  profitable: number;
  trades: number;
  total: number;
  best: number | null;
  bestId: number | null;
}

/** What `variation-statistics` needs to go on after a resume. */
export type VariationSums = Readonly<Record<string, Readonly<Sums>>>;

/** Keeps the figures of each variation up to date as sets come; no set is held. */
export interface VariationStatistics {
  readonly sums: VariationSums;
  readonly progress: readonly VariationProgress[];
  /** @param first the row's first metric among the values */
  add(values: Float32Array, first: number, set: VariationSet): void;
}

export interface VariationSet {
  readonly id: number;
  readonly params: ParameterSet;
  readonly layout: ColumnsLayout;
}

interface Watched {
  readonly sums: Sums;
  readonly onPurpose: (set: ParameterSet) => boolean;
  readonly total: number;
  readonly trades: number;
}

export function createVariationStatistics(
  fixed: ParameterSet,
  from: VariationSums = {},
): VariationStatistics {
  const sums = new Map<string, Sums>(
    Object.entries(from).map(([name, known]) => [name, { ...known }]),
  );
  let layoutSeen: ColumnsLayout | undefined;
  let watched: readonly Watched[] = [];

  const watch = (layout: ColumnsLayout): void => {
    layoutSeen = layout;
    watched = layout.variations.flatMap((variation) => watchedIn(variation, layout));
  };

  const watchedIn = (variation: Variation, layout: ColumnsLayout): Watched[] => {
    const prefix = prefixOf(variation);
    const total = layout.columnOf(`${prefix}total_r`);
    const trades = TRADES.map((name) => layout.columnOf(prefix + name)).find(isThere);
    if (total === undefined || trades === undefined) return [];
    const own = sums.get(variation.name) ?? emptySums();
    sums.set(variation.name, own);
    return [{ sums: own, onPurpose: tradesOnPurpose(variation, fixed), total, trades }];
  };

  return {
    get sums() {
      return Object.fromEntries(sums);
    },
    get progress() {
      return [...sums].map(([name, own]) => progressOf(name, own));
    },
    add(values, first, { id, params, layout }) {
      if (layout !== layoutSeen) watch(layout);
      for (const { sums: own, onPurpose, total, trades } of watched) {
        const made = values[first + trades] as number;
        if (made > 0 && onPurpose(params)) count(own, id, [values[first + total] as number, made]);
      }
    },
  };
}

function isThere(column: number | undefined): column is number {
  return column !== undefined;
}

function count(sums: Sums, id: number, [total, trades]: readonly [number, number]): void {
  sums.sets++;
  sums.trades += trades;
  sums.total += total;
  if (total > 0) sums.profitable++;
  const isBest = sums.best === null || total > sums.best;
  const isOlder = total === sums.best && id < (sums.bestId ?? 0);
  if (!isBest && !isOlder) return;
  sums.best = total;
  sums.bestId = id;
}

function emptySums(): Sums {
  return { sets: 0, profitable: 0, trades: 0, total: 0, best: null, bestId: null };
}

function progressOf(name: string, sums: Sums): VariationProgress {
  const { sets, profitable, trades, total, best, bestId } = sums;
  return {
    name,
    sets,
    profitable,
    trades,
    mean_total_r: sets === 0 ? null : total / sets,
    best_total_r: best,
    best_id: bestId,
  };
}
