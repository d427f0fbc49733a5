import { z } from 'zod';
import type { SamplerFactory } from '../domain/sampler.ts';

const options = z
  .strictObject({
    samples: z
      .int()
      .positive()
      .optional()
      .describe("How many sets to evaluate; without it the job's budget ends the stage"),
  })
  .describe('Independent uniform draws');

type Options = z.output<typeof options>;

/** Sets in one ask; large enough to keep slots busy, small enough to be told often. */
const BATCH = 100;

const factory: SamplerFactory<Options> = {
  create({ space, randomAt, history }) {
    let asked = history.reduce((sum, batch) => sum + batch.length, 0);
    return {
      ask: (count) => Array.from({ length: count }, () => space.draw(randomAt(asked++))),
      tell() {},
    };
  },
  batch: () => BATCH,
  size: ({ samples = Number.POSITIVE_INFINITY }) => samples,
  learns: false,
  budgetOptions: ['samples'],
  grows: true,
};

/** Uniform draws; the n-th set depends on the seed and n alone. */
export const random = { options, ...factory };
