import { z } from 'zod';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { randomInt } from '../domain/random.ts';
import type { Sampler, SamplerContext, SamplerFactory } from '../domain/sampler.ts';
import { createEvidence } from './evidence.ts';
import { freshSet } from './fresh-set.ts';
import { acquire } from './gp-acquire.ts';
import { createSurrogates } from './gp-surrogate.ts';
import { createLatinHypercube } from './latin-hypercube.ts';
import { samplesOption, seedsOption, sizeOf } from './stage-length.ts';

const options = z
  .strictObject({
    samples: samplesOption,
    startup: z
      .int()
      .min(2)
      .optional()
      .describe('Sets of the even spread it starts with; 2 for each parameter and 2 if not given'),
    batch_size: z
      .int()
      .min(1)
      .default(5)
      .describe('Sets proposed before any of them is told; more keep more slots busy'),
    seed_from_previous: seedsOption,
  })
  .describe('Gaussian process: few, well chosen backtests, for those that take long');

type Options = z.output<typeof options>;

/** Proposals cost the square of what was told; more than this would cost seconds each. */
const MOST_TOLD = 1_000;

const factory: SamplerFactory<Options> = {
  create: createGp,
  batch: ({ batch_size }) => batch_size,
  size: (options) => Math.min(MOST_TOLD, sizeOf(options)),
  learns: true,
  budgetOptions: ['samples'],
  grows: true,
};

/**
 * Bayesian optimization: an exact Gaussian process with an additive and a product kernel, expected
 * improvement, and for the sets of a batch that are not told yet a pessimistic lie (Ginsbourger, Le
 * Riche & Carraro 2010), so that they spread out. A suggestion takes about a millisecond at 50 told
 * sets and some tens at 300; the stage ends at 1,000.
 */
export const gp = { options, ...factory };

function createGp({ space, options, seeds, randomAt, history }: SamplerContext<Options>): Sampler {
  const startup = options.startup ?? 2 * space.parameters.length + 2;
  const evidence = createEvidence(space);
  const surrogateOf = createSurrogates(space, evidence, { design: startup });
  const word = randomInt(randomAt(0), 2 ** 32);
  const dimensions = space.parameters.length;
  const pointAt = createLatinHypercube({ dimensions, samples: startup, word });
  const waiting = new Map<string, ParameterSet>();
  let asked = 0;

  const designed = (n: number): ParameterSet => {
    const random = randomAt(n + 1);
    return space.repair(space.fromUnit(pointAt(n, random)), random);
  };

  const modelled = (count: number): ParameterSet[] => {
    const surrogate = surrogateOf();
    for (const set of waiting.values()) surrogate.lie(evidence.coordinates(set));
    return Array.from({ length: count }, () => {
      const random = randomAt(1 + asked++);
      const found = acquire({ space, evidence, ...surrogate, random });
      const set = found?.set ?? freshSet(space, evidence.knows, random);
      surrogate.lie(evidence.coordinates(set));
      evidence.mark(set);
      return set;
    });
  };

  for (const seed of options.seed_from_previous ? seeds.slice(0, 100).reverse() : []) {
    evidence.add(seed);
  }
  for (const told of history.flat()) {
    asked++;
    evidence.add(told);
  }

  return {
    ask(count) {
      const first = Math.max(0, Math.min(count, startup - asked));
      const sets = Array.from({ length: first }, () => designed(asked++));
      if (first < count && evidence.facts.length > 1) sets.push(...modelled(count - first));
      for (const set of sets) waiting.set(space.key(set), set);
      return sets;
    },
    tell(told) {
      waiting.delete(space.key(told.params));
      evidence.add(told);
    },
  };
}
