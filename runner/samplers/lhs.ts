import { z } from 'zod';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { randomInt } from '../domain/random.ts';
import type { SamplerContext, SamplerFactory } from '../domain/sampler.ts';
import { createSmallPermutation, keysFrom } from './permutation.ts';

const options = z
  .strictObject({
    samples: z.int().positive().default(100).describe('Points of the design'),
    centred: z
      .boolean()
      .default(false)
      .describe('Puts points in the middle of their cells instead of anywhere inside'),
  })
  .describe('Latin hypercube: every parameter meets each of its `samples` slices exactly once');

type Options = z.output<typeof options>;

const BATCH = 100;

const factory: SamplerFactory<Options> = {
  create(context) {
    const { samples } = context.options;
    const pointAt = createDesign(context);
    let asked = context.history.reduce((sum, batch) => sum + batch.length, 0);
    return {
      ask(count) {
        const length = Math.max(0, Math.min(count, samples - asked));
        return Array.from({ length }, () => pointAt(asked++));
      },
      tell() {},
    };
  },
  batch: () => BATCH,
  size: ({ samples }) => samples,
  learns: false,
  budgetOptions: [],
  grows: false,
};

/**
 * Latin hypercube sampling (McKay, Beckman & Conover 1979). The design has as many points as
 * `samples` says, whatever the budget, and is computed point by point: the n-th takes slice πd(n) of
 * each parameter d. Where rules forbid a point, the parameters they couple are drawn anew.
 */
export const lhs = { options, ...factory };

function createDesign({ space, options, randomAt }: SamplerContext<Options>) {
  const { samples, centred } = options;
  const word = randomInt(randomAt(0), 2 ** 32);
  const columns = space.parameters.map((_, index) =>
    createSmallPermutation(samples, keysFrom(word, index)),
  );
  return (n: number): ParameterSet => {
    const random = randomAt(n + 1);
    const point = columns.map((column) => (column.at(n) + (centred ? 0.5 : random())) / samples);
    return space.repair(space.fromUnit(point), random);
  };
}
