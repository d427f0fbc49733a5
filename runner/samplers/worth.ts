import type { Told } from '../domain/sampler.ts';

/** What an answer counts in a comparison: only complete ones count, and NaN never does. */
export function worthOf({ status, fitness }: Told): number {
  return status === 'complete' && !Number.isNaN(fitness) ? fitness : Number.NEGATIVE_INFINITY;
}
