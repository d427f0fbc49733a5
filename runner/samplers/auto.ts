import { z } from 'zod';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { type Random, randomInt } from '../domain/random.ts';
import type { Sampler, SamplerContext, SamplerFactory, Told } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';
import { createCourse, type Move } from './auto-course.ts';
import { createProposals } from './auto-proposals.ts';
import { createEvidence, type Fact } from './evidence.ts';
import { hasFineAxes } from './fine-axes.ts';
import { createInFlight, rememberKeys } from './in-flight.ts';
import { createLatinHypercube } from './latin-hypercube.ts';
import { samplesOption, seedsOption, sizeOf } from './stage-length.ts';
import { tpe } from './tpe.ts';

const options = z
  .strictObject({
    samples: samplesOption,
    batch_size: z
      .int()
      .min(1)
      .default(8)
      .describe('Sets proposed before any of them is told; more keep more slots busy'),
    seed_from_previous: seedsOption,
  })
  .describe('Just finds it: chooses and mixes methods by the budget, the space and what works');

type Options = z.output<typeof options>;

const factory: SamplerFactory<Options> = {
  create: createAuto,
  batch: ({ batch_size }) => batch_size,
  size: sizeOf,
  learns: true,
  budgetOptions: ['samples'],
  grows: true,
};

/**
 * The sampler for those who do not want to choose one: arms that fail on different landscapes, and
 * an allocation that follows what works.
 *
 * - An even spread first: a fifth of the budget on grids, a ninth where parameters are (nearly)
 *   continuous, one to five sets a parameter, because hills that no set has touched are never climbed.
 *   It starts nowhere in particular; the centre of the ranges is where test functions have their
 *   optimum, not markets.
 * - A Gaussian process with an additive and a product kernel: the additive part learns parameters
 *   that act on their own one by one, and the likelihood decides how much of it there is.
 * - A second one to which what its lengths do not explain is ripples on a trend: it climbs landscapes
 *   of many small hills, but is too sure that there is no narrow one elsewhere, which the first looks for.
 *   It sees the best sets the closer the more of them there are, so that it also walks in long valleys.
 * - A local model in a trust region where parameters are (nearly) continuous: converges on smooth hills.
 *   Late it asks far sets, too, where near ones do not know enough and the function is smooth that far.
 * - On grids a TPE beside them, which asks less of a landscape than to be smooth: on those of
 *   backtests the models alone were often content with the second best.
 * - Mutations of the best without any model, should all models be wrong.
 * - Other hills and exploration where nothing is known, the more the longer nothing has improved: up to
 *   85 % on grids, and there never less than 15 %.
 *
 * Every arm is asked in proportion to how often it has found a new best. Models cost milliseconds a
 * set, the square of what was told; so from 500 told sets on (150 where the budget is ten thousand or
 * more) differential evolution, started from the best, takes their place, with a local step ever more
 * rarely: all models of a long stage take about ten seconds, of one with a large budget about two.
 *
 * Several objectives are left to TPE.
 */
export const auto = { options, ...factory };

function createAuto(context: SamplerContext<Options>): Sampler {
  return (context.objectives ?? 1) > 1 ? createForSeveral(context) : createForOne(context);
}

/** TPE ranks whole fronts, which arms that climb one value cannot, and needs fewer sets than NSGA-II. */
function createForSeveral({ options, ...context }: SamplerContext<Options>): Sampler {
  const { batch_size, seed_from_previous } = options;
  return tpe.create({ ...context, options: tpe.options.parse({ batch_size, seed_from_previous }) });
}

function createForOne(context: SamplerContext<Options>): Sampler {
  const { space, options, seeds, randomAt, budget, history } = context;
  const design = designSize(space, budget);
  const evidence = createEvidence(space);
  const course = createCourse({ space, evidence, design, budget });
  const proposals = createProposals({ context, evidence, design });
  const keyOf = rememberKeys(space);
  const inFlight = createInFlight<Move | null>(keyOf);
  const ancestors = options.seed_from_previous ? seeds.slice(0, 100) : [];
  const first = createFirst(context, design);
  let asked = 0;

  const moveAt = (n: number, random: Random): Move | null =>
    n < design || evidence.facts.length === 0 ? null : course.choose(random);

  const tell = (told: Told): void => {
    const move = inFlight.take(told) ?? null;
    const before: Fact | undefined = evidence.leaders[0];
    const known = evidence.facts.length;
    evidence.add(told);
    proposals.tell(told, move);
    const fact = evidence.facts.at(-1);
    if (fact && evidence.facts.length > known) course.hear(fact, before, move ?? undefined);
  };

  const ask = (count: number): ParameterSet[] => {
    course.begin();
    proposals.begin();
    return Array.from({ length: Math.max(0, count) }, () => {
      const n = asked++;
      const random = randomAt(n + 1);
      const move = moveAt(n, random);
      const set = move === null ? first(n, random) : proposals.make(move, random);
      proposals.add(set);
      inFlight.add(set, move);
      return set;
    });
  };

  for (const seed of ancestors.toReversed()) tell(seed);
  // Only the choice of arms is made again, not the proposals: those of a surrogate take long.
  for (const batch of history) {
    course.begin();
    for (const told of batch) {
      const n = asked++;
      const move = moveAt(n, randomAt(n + 1));
      if (move !== null) proposals.repeat(move);
      inFlight.add(told.params, move);
    }
    for (const told of batch) tell(told);
  }
  return { ask, tell };
}

/** On grids hills are found by looking; where a local model converges, its steps are worth more. */
function designSize(space: Space, budget: number): number {
  const { length } = space.parameters;
  const share = hasFineAxes(space) ? 9 : 5;
  return Math.max(length + 4, Math.min(5 * length + 4, Math.floor(budget / share)));
}

function createFirst({ space, randomAt }: SamplerContext<Options>, samples: number) {
  const word = randomInt(randomAt(0), 2 ** 32);
  const dimensions = space.parameters.length;
  const pointAt = createLatinHypercube({ dimensions, samples, word });
  return (n: number, random: Random): ParameterSet =>
    space.repair(
      space.fromUnit(n < samples ? pointAt(n, random) : space.toUnit(space.draw(random))),
      random,
    );
}
