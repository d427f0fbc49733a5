import type { PruningSettings } from '../domain/job.ts';
import type { Told } from '../domain/sampler.ts';

/** What a pruner goes by. Its decisions follow from what was told, never from when it was. */
export interface Pruner {
  /** At which shares of the backtest's days it looks, ascending, each between 0 and 1. */
  readonly shares: readonly number[];
  /** Whether an evaluation is one that later ones are compared with. */
  counts(told: Told): boolean;
  /**
   * The least standing with which to go on.
   * @param standings at one milestone, ascending; at least as many as `startup` says
   */
  least(standings: Float64Array): number;
}

export function createPruner(settings: PruningSettings): Pruner {
  const { pruner, warmUp, interval, percentile, reduction } = settings;
  if (pruner === 'successive_halving') {
    return {
      shares: rungs(warmUp, reduction),
      // Those that were given up at a rung have reached it, too.
      counts: ({ status }) => status !== 'failed',
      least: (standings) => quantile(standings, 1 - 1 / reduction),
    };
  }
  const share = pruner === 'median' ? 0.5 : percentile / 100;
  return {
    shares: steps(warmUp, interval),
    // Only those that ran to their end and were worth it, as in Google Vizier's rule (Golovin et al. 2017).
    counts: ({ status }) => status === 'complete',
    least: (standings) => quantile(standings, share),
  };
}

/** Rounded, since sums of shares such as 0.1 would say 0.30000000000000004. */
function rounded(share: number): number {
  return Number(share.toFixed(6));
}

function steps(first: number, interval: number): number[] {
  const count = Math.ceil((1 - first) / interval);
  const shares = Array.from({ length: count }, (_, n) => rounded(first + n * interval));
  return shares.filter((share) => share < 1);
}

/** Each rung is `reduction` times as far as the one before (Li et al. 2020, ASHA). */
function rungs(first: number, reduction: number): number[] {
  const shares: number[] = [];
  for (let share = first; rounded(share) < 1; share *= reduction) shares.push(rounded(share));
  return shares;
}

/** Linear between the two values that stand around it. */
function quantile(ascending: Float64Array, share: number): number {
  const place = share * (ascending.length - 1);
  const below = Math.floor(place);
  const low = ascending[below] as number;
  const high = ascending[Math.min(below + 1, ascending.length - 1)] as number;
  return low + (high - low) * (place - below);
}
