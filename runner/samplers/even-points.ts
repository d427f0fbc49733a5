import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Random } from '../domain/random.ts';
import type { Sampler, SamplerContext } from '../domain/sampler.ts';

/** The n-th point of an endless even sequence in the unit cube. */
export type PointAt = (n: number, random: Random) => ArrayLike<number>;

/** Asks for the sets at the points of a sequence, one after another; answers change nothing. */
export function createEvenSampler(
  { space, randomAt, history }: SamplerContext<unknown>,
  pointAt: PointAt,
): Sampler {
  let asked = history.reduce((sum, batch) => sum + batch.length, 0);
  const setAt = (n: number): ParameterSet => {
    // The stage's first generator keys the sequence as a whole; each point has one of its own.
    const random = randomAt(n + 1);
    // Where rules forbid the point, the parameters they couple are drawn anew.
    return space.repair(space.fromUnit(pointAt(n, random)), random);
  };
  return {
    ask: (count) => Array.from({ length: Math.max(0, count) }, () => setAt(asked++)),
    tell() {},
  };
}
