import { z } from 'zod';
import { randomInt } from '../domain/random.ts';
import type { SamplerContext, SamplerFactory } from '../domain/sampler.ts';
import { createEvenSampler, type PointAt } from './even-points.ts';
import { MOST_SOBOL_DIMENSIONS, scramble, sobolWord } from './sobol-sequence.ts';
import { samplesOption, sizeOf } from './stage-length.ts';

const options = z
  .strictObject({ samples: samplesOption })
  .describe('Sobol points: fill the space more evenly than random ones, best in powers of two');

type Options = z.output<typeof options>;

const BATCH = 100;

const factory: SamplerFactory<Options> = {
  create: (context) => createEvenSampler(context, createSobol(context)),
  batch: () => BATCH,
  size: sizeOf,
  learns: false,
  budgetOptions: ['samples'],
  grows: true,
};

/**
 * The Sobol sequence (Sobol 1967) with direction numbers of Joe & Kuo 2008, scrambled after Owen
 * 1995 by the seed. Parameters beyond the 32nd are drawn at random. Where rules forbid a point, the
 * parameters they couple are drawn anew.
 */
export const sobol = { options, ...factory };

function createSobol({ space, randomAt }: SamplerContext<Options>): PointAt {
  const random = randomAt(0);
  const keys = space.parameters.map(() => randomInt(random, 2 ** 32));
  return (n, own) =>
    keys.map((key, dimension) => {
      if (dimension >= MOST_SOBOL_DIMENSIONS) return own();
      return scramble(sobolWord(n, dimension), key) / 2 ** 32;
    });
}
