import { z } from 'zod';
import { roundFitness } from '../domain/fitness.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Sampler, SamplerContext, SamplerFactory, Told } from '../domain/sampler.ts';
import { type Member, makeChild } from './genetic-child.ts';
import { worthOf } from './worth.ts';

const probability = z.number().min(0).max(1);

const options = z
  .strictObject({
    population_size: z.int().min(2).default(125).describe('Members; the first are all evaluated'),
    generations: z.int().min(0).default(73).describe('The most generations after the first'),
    batch_size: z.int().min(1).default(15).describe('Children of a generation'),
    tournament_size: z.int().min(1).default(3).describe('Members that compete to be a parent'),
    crossover_probability: probability
      .default(0.95)
      .describe('A child mixes two parents, parameter by parameter; otherwise it copies one'),
    mutation_probability: probability
      .default(0.05)
      .describe('For each parameter of a child: it is drawn anew'),
    early_stopping_generations: z
      .int()
      .min(0)
      .default(15)
      .describe('Generations without improvement that end the stage; 0 never ends it'),
    early_stopping_min_delta: z
      .number()
      .min(0)
      .default(0.01)
      .describe('What counts as an improvement of the best'),
    seed_from_previous: z
      .boolean()
      .default(false)
      .describe('Starts with the best sets of the stages before'),
    n_seeds: z.int().min(0).default(10).describe('How many of them'),
  })
  .describe('Incremental genetic algorithm: a child replaces the worst member if it beats it');

type Options = z.output<typeof options>;

const factory: SamplerFactory<Options> = {
  create: createGenetic,
  // The first population in one ask, so that no slot waits; each generation then gives fewer.
  batch: ({ population_size, batch_size }) => Math.max(population_size, batch_size),
  size: ({ population_size, generations, batch_size }) =>
    population_size + generations * batch_size,
  learns: true,
  budgetOptions: ['generations'],
  grows: true,
};

/**
 * Incremental (steady-state) GA (Whitley 1989; Syswerda 1989 for uniform crossover). A generation is
 * `batch_size` children of one population; once all are told they compete in the order of asking,
 * so the best never falls. Sets told as failed or invalid compete as the worst.
 */
export const genetic = { options, ...factory };

function createGenetic({
  space,
  options,
  seeds,
  randomAt,
  history,
}: SamplerContext<Options>): Sampler {
  const { population_size, generations, batch_size } = options;
  const population: Member[] = [];
  const plateau = createPlateau(options);
  const ancestors = options.seed_from_previous ? seeds.slice(0, options.n_seeds) : [];
  let asked = 0;
  let told = 0;
  let children: Member[] = [];
  let detail = 'init';

  const tell = (answer: Told): void => {
    const member = { params: answer.params, worth: worthOf(answer) };
    told++;
    if (told <= population_size) population.push(member);
    else children.push(member);
    if (told === population_size) plateau.start(bestOf(population));
    if (children.length < batch_size) return;
    for (const child of children) compete(population, child);
    children = [];
    plateau.add(bestOf(population));
  };

  const firstSets = (count: number): ParameterSet[] => {
    detail = 'init';
    return Array.from({ length: Math.min(count, population_size - asked) }, () => {
      const n = asked++;
      return ancestors[n]?.params ?? space.draw(randomAt(n));
    });
  };

  const nextChildren = (count: number): ParameterSet[] => {
    const made = asked - population_size;
    const generation = Math.floor(made / batch_size) + 1;
    const bred = made % batch_size;
    // Every generation is bred by what the one before left.
    if (bred === 0 && told < asked) return [];
    if (generation > generations || plateau.reached) return [];
    detail = `gen_${generation}`;
    return Array.from({ length: Math.min(count, batch_size - bred) }, () =>
      makeChild(population, { space, options, random: randomAt(asked++) }),
    );
  };

  for (const answer of history.flat()) {
    asked++;
    tell(answer);
  }

  return {
    ask: (count) => {
      if (count <= 0) return [];
      return asked < population_size ? firstSets(count) : nextChildren(count);
    },
    tell,
    get detail() {
      return detail;
    },
  };
}

/** The child takes the place of the worst member, the oldest of equals, if it beats it. */
function compete(population: Member[], child: Member): void {
  let worst = 0;
  for (let place = 1; place < population.length; place++) {
    if ((population[place] as Member).worth < (population[worst] as Member).worth) worst = place;
  }
  if (child.worth > (population[worst] as Member).worth) population[worst] = child;
}

function bestOf(population: readonly Member[]): number {
  return population.reduce((best, { worth }) => Math.max(best, worth), Number.NEGATIVE_INFINITY);
}

/** Counts the generations since the best last rose by the least that counts. */
function createPlateau({
  early_stopping_generations: patience,
  early_stopping_min_delta,
}: Options) {
  let reference = Number.NEGATIVE_INFINITY;
  let stale = 0;
  return {
    start(best: number) {
      reference = best;
    },
    add(best: number) {
      // Rounded, since 2.28 - 2.27 is a little less than 0.01 in binary.
      const gain = best > reference ? roundFitness(best - reference) : 0;
      const improved = gain > 0 && gain >= early_stopping_min_delta;
      if (improved) reference = best;
      stale = improved ? 0 : stale + 1;
    },
    get reached() {
      return patience > 0 && stale >= patience;
    },
  };
}
