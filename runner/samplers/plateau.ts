import { roundFitness } from '../domain/fitness.ts';

/** Counts the generations since the best last rose by the least that counts. */
export function createPlateau({
  early_stopping_generations: patience,
  early_stopping_min_delta: least,
}: {
  readonly early_stopping_generations: number;
  readonly early_stopping_min_delta: number;
}) {
  let reference = Number.NEGATIVE_INFINITY;
  let stale = 0;
  return {
    start(best: number) {
      reference = best;
      stale = 0;
    },
    add(best: number) {
      // Rounded, since 2.28 - 2.27 is a little less than 0.01 in binary.
      const gain = best > reference ? roundFitness(best - reference) : 0;
      const improved = gain > 0 && gain >= least;
      if (improved) reference = best;
      stale = improved ? 0 : stale + 1;
    },
    get reached() {
      return patience > 0 && stale >= patience;
    },
  };
}
