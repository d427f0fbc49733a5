import { z } from 'zod';
import type { SamplerFactory } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';
import { createMutation } from './mutate.ts';
import { createSingleParent, singleParentOptions, type Variation } from './single-parent.ts';
import { sizeOf } from './stage-length.ts';

const options = z
  .strictObject({
    ...singleParentOptions,
    mutation_power: z
      .number()
      .min(1)
      .max(5)
      .default(1.5)
      .describe('How rarely many parameters change at once: the exponent of a power law'),
    redraw_probability: z
      .number()
      .min(0)
      .max(1)
      .default(0.25)
      .describe('For each change: any other value instead of one some steps away'),
  })
  .describe(
    'Discrete evolution strategy: changes a few parameters of the best by few or many steps',
  );

type Options = z.output<typeof options>;

const factory: SamplerFactory<Options> = {
  create: (context) => createSingleParent(context, createChanges(context.space, context.options)),
  batch: ({ batch_size }) => batch_size,
  size: sizeOf,
  learns: true,
  budgetOptions: ['samples'],
  grows: true,
};

/**
 * A discrete (1+1) evolution strategy with a portfolio of mutations, few steps of one parameter as
 * well as many of several, so that no scale has to be chosen (see `mutate.ts`).
 */
export const discreteEs = { options, ...factory };

function createChanges(space: Space, options: Options): Variation {
  return { vary: createMutation(space, options), hear() {} };
}
