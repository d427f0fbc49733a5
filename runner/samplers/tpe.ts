import { z } from 'zod';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Random } from '../domain/random.ts';
import type { Sampler, SamplerContext, SamplerFactory, Told } from '../domain/sampler.ts';
import { chooseSet } from './tpe-choice.ts';
import { groupsOf, rankCandidates } from './tpe-groups.ts';
import { type Coordinates, coordinatesOf, createTrials } from './tpe-trials.ts';

const options = z
  .strictObject({
    samples: z
      .int()
      .positive()
      .optional()
      .describe("How many sets to evaluate; without it the job's budget ends the stage"),
    batch_size: z
      .int()
      .min(1)
      .default(10)
      .describe('Sets proposed before any of them is told; more keep more slots busy'),
    startup: z
      .int()
      .min(1)
      .default(10)
      .describe('Random draws before the model is used, seeds from earlier stages counted'),
    candidates: z.int().min(1).default(24).describe('Draws from the good model, the best is taken'),
    multivariate: z
      .boolean()
      .default(true)
      .describe('Models parameters together instead of each on its own'),
    bandwidth: z
      .enum(['scott', 'neighbours'])
      .default('neighbours')
      .describe('Width of the kernels: one for all by their number, or by the gaps between them'),
    constant_liar: z
      .boolean()
      .default(true)
      .describe('Counts the sets of a batch that are not told yet as bad, so that they spread out'),
    gamma: z.number().gt(0).lt(1).default(0.1).describe('Share of the evaluations that are good'),
    most_good: z.int().min(1).default(25).describe('The most evaluations that count as good'),
    prior_weight: z.number().gt(0).default(1).describe('Weight of the prior beside evaluations'),
    avoid_repeats: z
      .boolean()
      .default(true)
      .describe('Takes the next best candidate where the best was evaluated before'),
    seed_from_previous: z
      .boolean()
      .default(true)
      .describe('Learns from the best sets of the stages before'),
    n_seeds: z.int().min(0).default(1000).describe('How many of them at most'),
  })
  .describe('Tree-structured Parzen estimator: models what good and bad sets look like');

type Options = z.output<typeof options>;

const factory: SamplerFactory<Options> = {
  create: createTpe,
  batch: ({ batch_size }) => batch_size,
  size: ({ samples = Number.POSITIVE_INFINITY }) => samples,
  learns: true,
  budgetOptions: ['samples'],
  grows: true,
};

/**
 * TPE (Bergstra, Bardenet, Bengio & Kégl 2011), with a joint model of the parameters (Falkner, Klein
 * & Hutter 2018): splits what was told into good and bad, draws candidates from the density of the
 * good ones and takes the one with the largest ratio of good to bad density, which ranks like the
 * expected improvement. Parameters with one condition form a group, modelled from the sets that have it.
 */
export const tpe = { options, ...factory };

function createTpe({ space, options, seeds, randomAt, history }: SamplerContext<Options>): Sampler {
  const trials = createTrials(space);
  const groups = groupsOf(space, options.multivariate);
  const seen = new Set<string>();
  const running: { key: string; coordinates: Coordinates }[] = [];
  let asked = 0;

  const learn = (told: Told): void => {
    trials.add(told);
    seen.add(space.key(told.params));
  };

  const tell = (told: Told): void => {
    const key = space.key(told.params);
    const place = running.findIndex((other) => other.key === key);
    if (place >= 0) running.splice(place, 1);
    learn(told);
  };

  const propose = (random: Random): ParameterSet => {
    if (trials.finished < options.startup) return space.draw(random);
    const count = Math.min(Math.ceil(options.gamma * trials.finished), options.most_good);
    const { good, bad } = trials.split(count);
    const liars = options.constant_liar ? running.map(({ coordinates }) => coordinates) : [];
    const ranked = groups.map((group) =>
      rankCandidates(group, { good, bad: [...bad, ...liars], options, random }),
    );
    const isKnown = (set: ParameterSet): boolean =>
      options.avoid_repeats && seen.has(space.key(set));
    return chooseSet({ space, groups, ranked, isKnown, random });
  };

  // Worst first, as if the search had climbed to the best: the newest weigh most.
  const known = options.seed_from_previous ? seeds.slice(0, options.n_seeds).reverse() : [];
  for (const seed of known) learn(seed);
  for (const told of history.flat()) {
    asked++;
    learn(told);
  }

  return {
    ask: (count) =>
      Array.from({ length: count }, () => {
        const set = propose(randomAt(asked++));
        const key = space.key(set);
        running.push({ key, coordinates: coordinatesOf({ params: set }, space) });
        seen.add(key);
        return set;
      }),
    tell,
  };
}
