import type { Told } from '../domain/sampler.ts';

/** What answers are compared by: feasible ones first, then those cut short, then the rest. */
export interface Merit {
  /** 0 complete, 1 pruned, 2 invalid, 3 failed. */
  readonly tier: number;
  /** Larger is better: the fitness, or how little the limits of an invalid set are missed. */
  readonly value: number;
}

const TIERS = { complete: 0, pruned: 1, invalid: 2, failed: 3 } as const;

/**
 * Feasibility first (Deb 2000): any feasible set beats any that is not, and those that are not
 * compete by the sum of what they miss. NaN counts as the worst of its tier.
 */
export function meritOf({ status, fitness, violations }: Told): Merit {
  const tier = TIERS[status];
  if (tier < 2) return { tier, value: Number.isNaN(fitness) ? Number.NEGATIVE_INFINITY : fitness };
  const missed = Object.values(violations);
  if (tier === 3 || missed.length === 0) return { tier, value: Number.NEGATIVE_INFINITY };
  return { tier, value: -missed.reduce((sum, amount) => sum + amount, 0) };
}

/** Negative where the first is better, 0 where they are equal. */
export function compareMerits(a: Merit, b: Merit): number {
  if (a.tier !== b.tier) return a.tier - b.tier;
  if (a.value === b.value) return 0;
  return a.value > b.value ? -1 : 1;
}
