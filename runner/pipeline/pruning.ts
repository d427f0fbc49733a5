import type { DateRange } from '../domain/evaluation.ts';
import type { PruningSettings } from '../domain/job.ts';
import type { Milestones } from '../domain/milestones.ts';
import type { Told } from '../domain/sampler.ts';
import { createPruner } from './pruners.ts';

/** Evaluations that later ones are compared with: the latest so many. */
const MOST_COMPARED = 1_000;
const DAY_MS = 86_400_000;

/**
 * The pruning of one search. Its thresholds follow from the batches that were told before a batch is
 * asked for, and from nothing else, so that a search gives up the same backtests with any number of
 * slots, and after a resume.
 */
export interface Pruning {
  /** Sets that a stage which does not learn asks for at once. */
  readonly batch: number;
  /** Where backtests are looked at, as shares of their days. */
  readonly shares: readonly number[];
  /** Of backtests asked for when all that were observed are told … */
  readonly current: Milestones;
  /** … and when all but the last batch are: for who asks one batch ahead. */
  readonly previous: Milestones;
  /** Where nothing is given up, but standings are wanted. */
  readonly watching: Milestones;
  /** A stage begins: what was observed so far is behind it. */
  begin(): void;
  /** Takes in a batch that is told: its new evaluations, in the order of asking. */
  observe(batch: readonly Told[]): void;
  /** A backtest that was given milestones has ended without a word about them. */
  unheard(): void;
}

export interface PruningOptions {
  readonly settings: PruningSettings;
  /** The days of every backtest. */
  readonly dates: DateRange;
  /** Told once where backtests do not say how they stand. */
  readonly onUnheard: () => void;
}

export function createPruning({ settings, dates, onUnheard }: PruningOptions): Pruning {
  const { measure, startup, batch } = settings;
  const pruner = createPruner(settings);
  const { shares } = pruner;
  const at = shares.map((share) => momentAt(dates, share));
  const compared: (readonly number[])[] = [];
  const watching: Milestones = { measure, at, below: at.map(() => null) };
  let current = watching;
  let previous = watching;
  let isUnheard = false;

  const leastAt = (n: number): number | null => {
    const standings = compared.flatMap((one) => one[n] ?? []);
    return standings.length < startup ? null : pruner.least(Float64Array.from(standings).sort());
  };

  return {
    batch,
    shares,
    watching,
    get current() {
      return current;
    },
    get previous() {
      return previous;
    },
    begin() {
      previous = current;
    },
    observe(told) {
      previous = current;
      const news = told.filter(pruner.counts).flatMap(({ standings }) => [standings ?? []]);
      if (news.length === 0) return;
      compared.push(...news);
      compared.splice(0, compared.length - MOST_COMPARED);
      current = { measure, at, below: at.map((_, n) => leastAt(n)) };
    },
    unheard() {
      if (!isUnheard) onUnheard();
      isUnheard = true;
    },
  };
}

/** The moment, in UTC milliseconds, at which a share of the days is over; the last day counts whole. */
function momentAt({ start, end }: DateRange, share: number): number {
  const first = Date.parse(start);
  return Math.round(first + share * (Date.parse(end) + DAY_MS - first));
}

/**
 * What pruned sets are ranked by among each other: those that came further are better, then those
 * that stood better there (as Optuna's TPE ranks them).
 */
export function prunedWorth(standings: readonly number[]): number {
  const last = standings.at(-1) ?? 0;
  return standings.length + Math.atan(last) / Math.PI;
}
