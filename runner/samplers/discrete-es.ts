import { z } from 'zod';
import type { Parameter } from '../domain/parameter.ts';
import { type Random, randomInt } from '../domain/random.ts';
import type { SamplerFactory } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';
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
 * A discrete (1+1) evolution strategy with a portfolio of mutations: how many parameters change
 * follows the power law of the fast GA (Doerr, Le, Makhmara & Nguyen 2017), how far each moves on its
 * grid the harmonic law (Doerr, Doerr & Kötzing 2018), so that no scale has to be chosen. Continuous
 * parameters move on a grid of 10,000 steps.
 */
export const discreteEs = { options, ...factory };

const CONTINUOUS_STEPS = 10_000;

function createChanges({ parameters }: Space, options: Options): Variation {
  const free = parameters.flatMap(({ levels }, i) => (levels === 1 ? [] : [i]));
  const counts = Float64Array.from(free, (_, n) => (n + 1) ** -options.mutation_power);
  return {
    vary(parent: Point, random) {
      const point = parent.slice();
      const left = [...free];
      let changes = free.length === 0 ? 0 : 1 + weighted(counts, random);
      for (; changes > 0; changes--) {
        const [i = 0] = left.splice(randomInt(random, left.length), 1);
        point[i] = changed(parameters[i] as Parameter, point[i] as number, { options, random });
      }
      return point;
    },
    hear() {},
  };
}

function changed(
  parameter: Parameter,
  x: number,
  { options, random }: { options: Options; random: Random },
): number {
  const { levels, ordered } = parameter;
  if (!ordered || random() < options.redraw_probability) return random();
  const steps = levels ?? CONTINUOUS_STEPS;
  const from = levels === null ? Math.floor(x * steps) : parameter.levelOf(parameter.fromUnit(x));
  // 1, 2, … steps with probability proportional to 1, 1/2, …
  const distance = Math.max(1, Math.floor((steps - 1) ** random()));
  const up = random() < 0.5;
  const there = up ? from + distance : from - distance;
  const to = there >= 0 && there < steps ? there : up ? from - distance : from + distance;
  if (to < 0 || to >= steps) return random();
  return levels === null ? (to + random()) / steps : parameter.toUnit(parameter.valueAt(to));
}

/** A place drawn by its weight. */
function weighted(weights: Float64Array, random: Random): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let rest = random() * total;
  for (const [place, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return place;
  }
  return weights.length - 1;
}
