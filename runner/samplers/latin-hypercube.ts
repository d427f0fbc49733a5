import type { Random } from '../domain/random.ts';
import { createSmallPermutation, keysFrom } from './permutation.ts';

export interface LatinOptions {
  readonly dimensions: number;
  readonly samples: number;
  /** Which of all designs: one 32-bit word. */
  readonly word: number;
}

/** The slices of a design: which of its `samples` slices the n-th point takes in each dimension. */
export function createLatinSlices({ dimensions, samples, word }: LatinOptions) {
  const columns = Array.from({ length: dimensions }, (_, index) =>
    createSmallPermutation(samples, keysFrom(word, index)),
  );
  return (n: number): number[] => columns.map((column) => column.at(n));
}

/**
 * A Latin hypercube (McKay, Beckman & Conover 1979) in the unit cube, computed point by point: in
 * every dimension each slice is met exactly once, anywhere inside it.
 */
export function createLatinHypercube(options: LatinOptions) {
  const slicesOf = createLatinSlices(options);
  return (n: number, random: Random): number[] =>
    slicesOf(n).map((slice) => (slice + random()) / options.samples);
}
