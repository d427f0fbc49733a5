import { z } from 'zod';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { type Random, randomInt } from '../domain/random.ts';
import type { Sampler, SamplerContext, SamplerFactory, Told } from '../domain/sampler.ts';
import { freshSet } from './fresh-set.ts';
import { createInFlight, rememberKeys, replay } from './in-flight.ts';
import { createLatinHypercube } from './latin-hypercube.ts';
import { byRank, type Individual, rankAll } from './nsga2-rank.ts';
import { crossBinary, mutatePolynomial } from './simulated-binary.ts';
import { samplesOption, seedsOption, sizeOf } from './stage-length.ts';
import { stepAside } from './step-aside.ts';
import { takeSets } from './take-sets.ts';

const options = z
  .strictObject({
    samples: samplesOption,
    population_size: z
      .int()
      .min(4)
      .optional()
      .describe('Members; 50, but at most a tenth of the budget, if not given'),
    crossover_probability: z
      .number()
      .min(0)
      .max(1)
      .default(0.9)
      .describe('A child mixes two parents; otherwise it starts as a copy of one'),
    crossover_index: z
      .number()
      .min(0)
      .default(5)
      .describe('How near children stay to their parents'),
    mutation_probability: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('For each parameter of a child; one in all of them if not given'),
    mutation_index: z.number().min(0).default(5).describe('How small mutations are'),
    seed_from_previous: seedsOption,
  })
  .describe('NSGA-II: a genetic algorithm for several objectives, good for one too');

type Options = z.output<typeof options>;

const BATCH = 50;

/** Tries at a child that was not evaluated before; then one parameter is moved by a step. */
const MOST_TRIES = 5;

const factory: SamplerFactory<Options> = {
  create: createNsga2,
  batch: ({ population_size }) => population_size ?? BATCH,
  size: sizeOf,
  learns: true,
  waits: () => true,
  budgetOptions: ['samples'],
  grows: true,
};

/**
 * NSGA-II (Deb, Pratap, Agarwal & Meyarivan 2002): parents and children compete by front, then by
 * how much room they have on it; feasible sets before all others. Ordered parameters are crossed by
 * simulated binary crossover and moved by polynomial mutation, categories are exchanged and drawn
 * anew. With one objective it is a genetic algorithm that keeps the better half.
 */
export const nsga2 = { options, ...factory };

function createNsga2(context: SamplerContext<Options>): Sampler {
  const { options, space, randomAt, budget } = context;
  const size = options.population_size ?? Math.max(10, Math.min(BATCH, Math.floor(budget / 10)));
  const first = createFirst(context, size);
  const keyOf = rememberKeys(space);
  const breed = createBreeding(context, keyOf);
  const inFlight = createInFlight<number>(keyOf);
  let members: Told[] = [];
  let ranked: Individual[] = [];
  let children: { n: number; told: Told }[] = [];
  let asked = 0;

  const propose = (): ParameterSet | null => {
    const generation = Math.floor(asked / size);
    if (asked % size === 0 && (inFlight.size > 0 || children.length > 0)) return null;
    const random = randomAt(asked + 1);
    const set = generation === 0 ? first(asked, random) : breed(ranked, random);
    inFlight.add(set, asked++);
    return set;
  };

  const tell = (told: Told): void => {
    breed.know(told.params);
    children.push({ n: inFlight.take(told) ?? asked, told });
    if (children.length < size) return;
    // In the order of asking, whatever the order of telling.
    const born = children.toSorted((a, b) => a.n - b.n).map((child) => child.told);
    const all = [...members, ...born];
    ranked = rankAll(all).slice(0, size);
    const kept = new Map(all.map((member) => [keyOf(member.params), member]));
    members = ranked.map(({ params }) => kept.get(keyOf(params)) as Told);
    children = [];
  };

  const ask = (count: number): ParameterSet[] => takeSets(count, propose);

  return replay({ ask, tell }, context.history, inFlight);
}

function createFirst({ space, options, seeds, randomAt }: SamplerContext<Options>, size: number) {
  const ancestors = options.seed_from_previous ? seeds.slice(0, Math.ceil(size / 4)) : [];
  const word = randomInt(randomAt(0), 2 ** 32);
  const dimensions = space.parameters.length;
  const pointAt = createLatinHypercube({ dimensions, samples: size, word });
  return (n: number, random: Random): ParameterSet =>
    ancestors[n]?.params ?? space.repair(space.fromUnit(pointAt(n, random)), random);
}

function createBreeding(
  { space, options }: SamplerContext<Options>,
  keyOf: (set: ParameterSet) => string,
) {
  const { parameters } = space;
  const seen = new Set<string>();
  const mutation = options.mutation_probability ?? 1 / Math.max(1, parameters.length);

  const child = (ranked: readonly Individual[], random: Random): Float64Array => {
    const mother = space.toUnit(winnerOf(ranked, random).params);
    const father = space.toUnit(winnerOf(ranked, random).params);
    const crossed = random() < options.crossover_probability;
    return mother.map((x, i) => {
      const isOrdered = parameters[i]?.ordered === true;
      let value = x;
      if (crossed && random() < 0.5) {
        const other = father[i] as number;
        value = isOrdered ? crossBinary(x, other, options.crossover_index, random) : other;
      }
      if (random() >= mutation) return value;
      return isOrdered ? mutatePolynomial(value, options.mutation_index, random) : random();
    });
  };

  const breed = (ranked: readonly Individual[], random: Random): ParameterSet => {
    for (let tries = 0; ; tries++) {
      const point = child(ranked, random);
      const last = tries === MOST_TRIES;
      if (last) stepAside(point, randomInt(random, point.length), { space, random });
      let set = space.repair(space.fromUnit(point), random);
      if (!last && seen.has(keyOf(set))) continue;
      if (seen.has(keyOf(set))) set = freshSet(space, (known) => seen.has(keyOf(known)), random);
      seen.add(keyOf(set));
      return set;
    }
  };
  return Object.assign(breed, { know: (set: ParameterSet) => seen.add(keyOf(set)) });
}

/** Binary tournament; the first drawn of equals. */
function winnerOf(ranked: readonly Individual[], random: Random): Individual {
  const a = ranked[randomInt(random, ranked.length)] as Individual;
  const b = ranked[randomInt(random, ranked.length)] as Individual;
  return byRank(b, a) < 0 ? b : a;
}
