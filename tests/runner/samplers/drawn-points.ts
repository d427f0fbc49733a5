import { randomFrom } from '../../../runner/domain/random.ts';

/** The same draws in every file of tests, in order of asking. */
export const random = randomFrom(1, 2, 3);

export const draws = (count: number): Float64Array =>
  Float64Array.from({ length: count }, () => random());

/** Points that were drawn; a coordinate that is listed is one of three. */
export function tableOf(count: number, dimensions: number, listed: readonly boolean[] = []) {
  const values = draws(count * dimensions);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < dimensions; i++) {
      if (listed[i]) values[n * dimensions + i] = Math.floor(values[n * dimensions + i]! * 3);
    }
  }
  const kinds = Array.from({ length: dimensions }, (_, i) => listed[i] ?? false);
  return { dimensions, listed: kinds, values, count };
}
