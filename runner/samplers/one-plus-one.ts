import { z } from 'zod';
import type { Random } from '../domain/random.ts';
import type { SamplerFactory } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';
import { gaussian } from './gaussian-draw.ts';
import {
  createSingleParent,
  type Point,
  singleParentOptions,
  type Variation,
} from './single-parent.ts';
import { sizeOf } from './stage-length.ts';

const options = z
  .strictObject({
    ...singleParentOptions,
    sigma: z
      .number()
      .gt(0)
      .max(1)
      .default(1 / 6)
      .describe('First deviation of a child, as a share of each range'),
  })
  .describe('(1+1) evolution strategy: steps around the best, longer after a success');

type Options = z.output<typeof options>;

const factory: SamplerFactory<Options> = {
  create: (context) => createSingleParent(context, createSteps(context.space, context.options)),
  batch: ({ batch_size }) => batch_size,
  size: sizeOf,
  learns: true,
  budgetOptions: ['samples'],
  grows: true,
};

/**
 * The (1+1)-ES with the one-fifth success rule (Rechenberg 1973; Kern et al. 2004): the deviation
 * doubles after a success and shrinks by 0.84 after four in five failures. It never falls below half
 * a step on a grid; categories change with the probability of one in all parameters.
 */
export const onePlusOne = { options, ...factory };

/** The factors nevergrad uses: 2 · 0.84⁴ is about 1, so one success in five keeps the deviation. */
const GROW = 2;
const SHRINK = 0.84;

function createSteps({ parameters }: Space, { sigma: first }: Options): Variation {
  const least = parameters.map(({ levels }) => (levels === null ? 0 : 0.5 / levels));
  const smallest = Math.max(1e-13, Math.min(...least));
  let sigma = first;
  const moveOf = (x: number, i: number, random: Random): number => {
    if (parameters[i]?.ordered === false) return random() < 1 / parameters.length ? random() : x;
    return reflect(x + Math.max(sigma, least[i] as number) * gaussian(random));
  };
  return {
    vary: (parent: Point, random) => parent.map((x, i) => moveOf(x, i, random)),
    hear(order) {
      if (order < 0) sigma = Math.min(1, sigma * GROW);
      else if (order > 0) sigma = Math.max(smallest, sigma * SHRINK);
    },
  };
}

/** Bounces off the bounds of the unit interval. */
function reflect(x: number): number {
  const turned = Math.abs(x) % 2;
  return Math.min(1 - 1e-15, turned > 1 ? 2 - turned : turned);
}
