import { z } from 'zod';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { type Random, randomInt } from '../domain/random.ts';
import type { Sampler, SamplerContext, SamplerFactory, Told } from '../domain/sampler.ts';
import { type Genes, makeTrial, type Rival, STRATEGIES } from './de-trial.ts';
import { freshSet } from './fresh-set.ts';
import { createInFlight, rememberKeys, replay } from './in-flight.ts';
import { createLatinHypercube } from './latin-hypercube.ts';
import { compareMerits, meritOf } from './merit.ts';
import { scramble, sobolWord } from './sobol-sequence.ts';
import { samplesOption, seedsOption, sizeOf } from './stage-length.ts';

const options = z
  .strictObject({
    samples: samplesOption,
    population_size: z
      .int()
      .min(5)
      .optional()
      .describe('Members; 15 for each parameter, but at most a tenth of the budget, if not given'),
    strategy: z
      .enum(STRATEGIES)
      .default('best1bin')
      .describe('What differences are added to: the best, a random member, or a step to the best'),
    mutation_min: z.number().min(0).max(2).default(0.5).describe('Least weight of differences'),
    mutation_max: z
      .number()
      .min(0)
      .max(2)
      .default(1)
      .describe('Largest weight of differences; drawn anew for each round of the population'),
    recombination: z
      .number()
      .min(0)
      .max(1)
      .default(0.7)
      .describe('Probability of each parameter to come from the mutant'),
    init: z
      .enum(['lhs', 'sobol', 'random'])
      .default('lhs')
      .describe('How the first members are spread'),
    batch_size: z
      .int()
      .min(1)
      .default(10)
      .describe('Sets proposed before any of them is told; 1 lets every success count at once'),
    seed_from_previous: seedsOption,
  })
  .describe('Differential evolution: adds differences of members to the best of them');

type Options = z.output<typeof options>;

/** Tries at a set that was not evaluated before; then one parameter is moved by a step. */
const MOST_TRIES = 5;

const factory: SamplerFactory<Options> = {
  create: createDe,
  batch: ({ batch_size }) => batch_size,
  size: sizeOf,
  learns: true,
  budgetOptions: ['samples'],
  grows: true,
};

/**
 * Differential evolution (Storn & Price 1997) with dither (Das, Konar & Chakraborty 2005). Members
 * are points of the unit cube; a trial replaces its target as soon as it is told, where it is no
 * worse, feasible ones before all others (Lampinen 2002). On a grid, small differences round to
 * nothing: a trial that repeats a known set is made anew, then moved by a single step, and where all
 * around is known drawn from anywhere.
 */
export const de = { options, ...factory };

interface Member extends Rival {
  readonly genes: Genes;
}

function createDe(context: SamplerContext<Options>): Sampler {
  const { space, options, randomAt, budget } = context;
  const size = options.population_size ?? defaultSize(space.parameters.length, budget);
  const first = createFirst(context, size);
  const population: Member[] = [];
  const seen = new Set<string>();
  const keyOf = rememberKeys(space);
  const inFlight = createInFlight<{ target: number; genes: Genes }>(keyOf);
  let best = 0;
  let asked = 0;
  let settled = 0;

  const isKnown = (set: ParameterSet): boolean => seen.has(keyOf(set));

  const propose = (): ParameterSet => {
    const n = asked++;
    const random = randomAt(n + 1);
    const target = n % size;
    const trial = n < size ? first(n, random) : trialFor(target, n, random);
    inFlight.add(trial.set, { target, genes: trial.genes });
    seen.add(keyOf(trial.set));
    return trial.set;
  };

  const trialFor = (target: number, n: number, random: Random) => {
    // Dither: one weight for each round of the population.
    const dither = randomAt(-1 - Math.floor(n / size))();
    const weight = options.mutation_min + dither * (options.mutation_max - options.mutation_min);
    const own = population[target] === undefined ? target % population.length : target;
    const frame = { space, population, target: own, best, options, weight, random };
    for (let tries = 0; ; tries++) {
      const trial = makeTrial({ ...frame, nudge: tries === MOST_TRIES });
      if (!seen.has(keyOf(trial.set))) return trial;
      if (tries < MOST_TRIES) continue;
      const set = freshSet(space, isKnown, random);
      return { set, genes: space.toUnit(set) };
    }
  };

  const tell = (told: Told): void => {
    const kept = inFlight.take(told);
    const genes = kept?.genes ?? space.toUnit(told.params);
    const target = kept?.target ?? (population.length < size ? population.length : asked % size);
    const member = { genes, merit: meritOf(told) };
    seen.add(keyOf(told.params));
    const rival = population[target];
    if (rival === undefined) settled++;
    if (rival === undefined) population[target] = member;
    else if (compareMerits(member.merit, rival.merit) <= 0) population[target] = member;
    else return;
    const leader = population[best];
    if (leader === undefined || compareMerits(member.merit, leader.merit) < 0) best = target;
  };

  const ask = (count: number): ParameterSet[] => {
    const sets: ParameterSet[] = [];
    while (sets.length < count) {
      // The first trials need all first members.
      if (asked >= size && settled < size && inFlight.size > 0) break;
      sets.push(propose());
    }
    return sets;
  };

  return replay({ ask, tell }, context.history, inFlight);
}

/** SciPy's 15 members a parameter would use up a short budget before the first trial. */
function defaultSize(parameters: number, budget: number): number {
  return Math.max(8, Math.min(15 * parameters, Math.floor(budget / 10)));
}

/** The first members: the best sets of the stages before, then an even spread. */
function createFirst({ space, options, seeds, randomAt }: SamplerContext<Options>, size: number) {
  const ancestors = options.seed_from_previous ? seeds.slice(0, Math.ceil(size / 4)) : [];
  const random = randomAt(0);
  const word = randomInt(random, 2 ** 32);
  const dimensions = space.parameters.length;
  const latin = createLatinHypercube({ dimensions, samples: size, word });
  const points = {
    lhs: latin,
    sobol: (n: number) =>
      space.parameters.map((_, i) => scramble(sobolWord(n, i % 32), word + i) / 2 ** 32),
    random: (_: number, own: Random) => space.parameters.map(() => own()),
  };
  return (n: number, own: Random): { set: ParameterSet; genes: Genes } => {
    const ancestor = ancestors[n];
    if (ancestor !== undefined)
      return { set: ancestor.params, genes: space.toUnit(ancestor.params) };
    const genes = Float64Array.from(points[options.init](n, own));
    const set = space.fromUnit(genes);
    if (space.problem(set) === null) return { set, genes };
    const repaired = space.repair(set, own);
    return { set: repaired, genes: space.toUnit(repaired) };
  };
}
