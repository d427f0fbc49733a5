import { z } from 'zod';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Random } from '../domain/random.ts';
import type { Sampler, SamplerContext, SamplerFactory, Told } from '../domain/sampler.ts';
import { createCellMasses } from './cell-mass.ts';
import { chooseSet } from './tpe-choice.ts';
import { coordinatesOf } from './tpe-coordinates.ts';
import { createFronts } from './tpe-fronts.ts';
import { groupsOf } from './tpe-groups.ts';
import { createTpeModel } from './tpe-model.ts';
import { createRanking } from './tpe-ranking.ts';

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
      .optional()
      .describe(
        'Width of the kernels: one for all by their number (without it where there are several objectives), or by the gaps between them (without it otherwise)',
      ),
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
 *
 * Invalid sets are good only while there are too few others, those that miss their limits by least
 * first. Failed sets are never good, but bad. A set that is asked for and not told yet is bad too (a
 * constant liar, Ginsbourger, Le Riche & Carraro 2010), so that a batch spreads out.
 */
export const tpe = { options, ...factory };

function createTpe(context: SamplerContext<Options>): Sampler {
  const { space, options, seeds, randomAt, history, objectives = 1 } = context;
  const { gamma, most_good, prior_weight } = options;
  // A front is wide: by the gaps, kernels become too narrow to find all of it (measured on ZDT1).
  const bandwidth = options.bandwidth ?? (objectives > 1 ? 'scott' : 'neighbours');
  const masses = createCellMasses();
  const models = groupsOf(space, options.multivariate).map((group) =>
    createTpeModel(group, { bandwidth, prior_weight, masses, fading: objectives === 1 }),
  );
  const ranking = objectives > 1 ? createFronts(objectives, most_good) : createRanking();
  const seen = new Set<string>();
  /** Rows that are asked for and not told, by key. */
  const running = new Map<string, number[]>();
  let rows = 0;
  let asked = 0;

  const add = (set: ParameterSet): number => {
    const coordinates = coordinatesOf(set, space);
    for (const model of models) model.add(coordinates);
    return rows++;
  };

  const tell = (told: Told): void => {
    const key = space.key(told.params);
    seen.add(key);
    const waiting = running.get(key);
    const row = waiting?.shift() ?? add(told.params);
    if (waiting?.length === 0) running.delete(key);
    for (const model of models) model.include(row);
    if (told.status !== 'failed') ranking.add(row, told);
  };

  const propose = (random: Random): ParameterSet => {
    if (ranking.size < options.startup) return space.draw(random);
    const good = ranking.best(Math.min(Math.ceil(gamma * ranking.size), most_good));
    masses.trim();
    const ranked = models.map((model) => {
      model.split(good);
      return model.candidates(options.candidates, random);
    });
    const isKnown = (set: ParameterSet): boolean =>
      options.avoid_repeats && seen.has(space.key(set));
    return chooseSet({ space, models, ranked, isKnown, random });
  };

  // Worst first, as if the search had climbed to the best: the newest weigh most.
  const known = options.seed_from_previous ? seeds.slice(0, options.n_seeds).reverse() : [];
  for (const seed of known) tell(seed);
  for (const told of history.flat()) {
    asked++;
    tell(told);
  }

  return {
    ask: (count) =>
      Array.from({ length: count }, () => {
        const set = propose(randomAt(asked++));
        const key = space.key(set);
        const row = add(set);
        if (options.constant_liar) for (const model of models) model.include(row);
        running.set(key, [...(running.get(key) ?? []), row]);
        seen.add(key);
        return set;
      }),
    tell,
  };
}
