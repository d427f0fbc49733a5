import { z } from 'zod';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Sampler, SamplerContext, SamplerFactory, Told } from '../domain/sampler.ts';
import { makeChild } from './genetic-child.ts';
import { createPopulation } from './genetic-population.ts';
import { worthOf } from './worth.ts';

const probability = z.number().min(0).max(1);

const options = z
  .strictObject({
    population_size: z
      .int()
      .min(2)
      .default(125)
      .describe(
        'Members, random at first and all evaluated: a stage no longer than that is a random search',
      ),
    generations: z.int().min(0).default(73).describe('The most generations after the first'),
    batch_size: z.int().min(1).default(15).describe('Children of a generation'),
    tournament_size: z.int().min(1).default(3).describe('Members that compete to be a parent'),
    crossover_probability: probability
      .default(0.95)
      .describe('A child mixes two parents, parameter by parameter; otherwise it copies one'),
    mutation_probability: probability
      .default(0.05)
      .describe('For each parameter of a child: it is changed'),
    mutation: z
      .enum(['uniform', 'step'])
      .default('uniform')
      .describe(
        'A changed parameter is drawn anew, or moves by some steps of its grid, mostly few',
      ),
    niching: z
      .boolean()
      .default(false)
      .describe('A child competes with the member most like it instead of the worst'),
    steady_state: z
      .boolean()
      .default(false)
      .describe('A child competes as soon as it is told instead of with its whole generation'),
    restarts: z
      .boolean()
      .default(false)
      .describe('Starts a new population, with the best of the last, instead of stopping early'),
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
  waits: ({ steady_state }) => !steady_state,
  budgetOptions: ['generations'],
  grows: true,
};

/**
 * Incremental (steady-state) GA (Whitley 1989; Syswerda 1989 for uniform crossover). A generation is
 * `batch_size` children of one population; once all are told they compete in the order of asking,
 * so the best never falls. Sets told as failed or invalid compete as the worst. These are the
 * defaults; niching, steady state, steps and restarts each change one of them.
 */
export const genetic = { options, ...factory };

function createGenetic(context: SamplerContext<Options>): Sampler {
  const { space, options, randomAt, history } = context;
  const { population_size, generations, batch_size } = options;
  const last = population_size + generations * batch_size;
  let population = createPopulation(space, options);
  let ancestors: readonly Pick<Told, 'params'>[] = options.seed_from_previous
    ? context.seeds.slice(0, options.n_seeds)
    : [];
  let asked = 0;
  let told = 0;
  /** Where in the asks this population began. */
  let start = 0;
  let detail = 'init';

  const tell = (answer: Told): void => {
    told++;
    population.add({ params: answer.params, worth: worthOf(answer) });
  };

  const firstSets = (count: number): ParameterSet[] => {
    detail = 'init';
    const left = population_size - (asked - start);
    return Array.from({ length: Math.min(count, left) }, () => {
      const ancestor = ancestors[asked - start];
      const random = randomAt(asked++);
      return ancestor?.params ?? space.draw(random);
    });
  };

  const nextChildren = (count: number): ParameterSet[] => {
    const bred = (asked - start - population_size) % batch_size;
    // Every generation is bred by what the one before left, a steady state by what there is.
    const isReady = options.steady_state ? population.isFull : told >= asked;
    if (bred === 0 && !isReady) return [];
    if (bred === 0 && population.isStale) return restarted(count);
    const generation = Math.floor((asked - population_size) / batch_size) + 1;
    if (generation > generations) return [];
    detail = `gen_${generation}`;
    return Array.from({ length: Math.min(count, batch_size - bred) }, () =>
      makeChild(population.members, { space, options, random: randomAt(asked++) }),
    );
  };

  const restarted = (count: number): ParameterSet[] => {
    if (!options.restarts || asked >= last) return [];
    ancestors = [population.best];
    population = createPopulation(space, options);
    start = asked;
    return firstSets(Math.min(count, last - asked));
  };

  for (const batch of history) {
    // A restart happens in an ask.
    if (options.restarts && population.isFull) nextChildren(0);
    asked += batch.length;
    for (const answer of batch) tell(answer);
  }

  return {
    ask(count) {
      if (count <= 0) return [];
      return asked - start < population_size ? firstSets(count) : nextChildren(count);
    },
    tell,
    get detail() {
      return detail;
    },
  };
}
