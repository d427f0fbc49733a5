import { roundFitness } from '../domain/fitness.ts';
import type { Generation } from './generations.ts';

/** What a rule for stopping early would have done to a stage. */
export interface EarlyStop {
  readonly stage: string;
  /** Generations without improvement that end the stage. */
  readonly patience: number;
  /** What counts as an improvement of the best. */
  readonly min_delta: number;
  /** The generation that it would have stopped after; null where it would have done nothing. */
  readonly stops_at: number | null;
  /** Evaluations not made, and their share of the stage's. */
  readonly saved: number;
  readonly saved_share: number;
  /** By how much the best at the stop is below the best at the stage's end; null where none is valid. */
  readonly lost: number | null;
}

const PATIENCES = [5, 10, 15, 20, 30, 50] as const;
const MIN_DELTAS = [0, 0.001, 0.01, 0.1] as const;

/**
 * Tries every patience with every least improvement on one stage, by the rule of the genetic
 * sampler: after the first generation, each either raises the best of the search by `min_delta`
 * since the last that did, or counts as stale. What stages after it would have made of an earlier
 * end cannot be told.
 *
 * @param generations those of one stage, oldest first
 */
export function earlyStops(
  generations: readonly Generation[],
  patiences: readonly number[] = PATIENCES,
  minDeltas: readonly number[] = MIN_DELTAS,
): EarlyStop[] {
  const last = generations.at(-1);
  if (last === undefined) return [];
  const made = generations.reduce((sum, { evaluations }) => sum + evaluations, 0);
  return minDeltas.flatMap((minDelta) =>
    patiences.map((patience) => {
      const stop = stopOf(generations, patience, minDelta);
      const saved = stop === undefined ? 0 : last.total - stop.total;
      return {
        stage: last.stage,
        patience,
        min_delta: minDelta,
        stops_at: stop === undefined || saved === 0 ? null : stop.number,
        saved,
        saved_share: saved / made,
        lost: stop === undefined ? 0 : lossOf(stop.so_far, last.so_far),
      };
    }),
  );
}

function stopOf(
  generations: readonly Generation[],
  patience: number,
  minDelta: number,
): Generation | undefined {
  let reference = generations[0]?.so_far ?? Number.NEGATIVE_INFINITY;
  let stale = 0;
  return generations.find((generation, index) => {
    if (index === 0) return false;
    const best = generation.so_far ?? Number.NEGATIVE_INFINITY;
    // Rounded, since 2.28 - 2.27 is a little less than 0.01 in binary.
    const gain = best > reference ? roundFitness(best - reference) : 0;
    const improved = gain > 0 && gain >= minDelta;
    if (improved) reference = best;
    stale = improved ? 0 : stale + 1;
    return stale >= patience;
  });
}

function lossOf(atStop: number | null, atEnd: number | null): number | null {
  if (atEnd === null) return null;
  if (atStop === null) return Number.POSITIVE_INFINITY;
  return atStop === atEnd ? 0 : roundFitness(atEnd - atStop);
}
