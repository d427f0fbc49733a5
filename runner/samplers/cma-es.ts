import { z } from 'zod';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { randomInt } from '../domain/random.ts';
import type { Sampler, SamplerContext, SamplerFactory, Told } from '../domain/sampler.ts';
import { type CmaCandidate, type CmaResult, createCmaSearch } from './cma-search.ts';
import { createInFlight, replay } from './in-flight.ts';
import { createLatinHypercube } from './latin-hypercube.ts';
import { compareMerits, type Merit, meritOf } from './merit.ts';
import { samplesOption, seedsOption, sizeOf } from './stage-length.ts';
import { takeSets } from './take-sets.ts';

const options = z
  .strictObject({
    samples: samplesOption,
    population_size: z
      .int()
      .min(4)
      .optional()
      .describe('Candidates of a generation; 4 + 3 ln(parameters) if not given'),
    sigma: z
      .number()
      .gt(0)
      .max(1)
      .default(0.2)
      .describe('First deviation, as a share of each range'),
    start: z
      .enum(['design', 'random', 'centre'])
      .default('design')
      .describe(
        'First mean: the best of an even spread of two generations, anywhere, or the centre',
      ),
    restarts: z
      .enum(['none', 'ipop', 'bipop'])
      .default('ipop')
      .describe(
        'After the end of a search: with twice the population, or small and large by turns',
      ),
    seed_from_previous: seedsOption,
  })
  .describe('CMA-ES with margin: learns the shape of the landscape around its mean');

type Options = z.output<typeof options>;

const factory: SamplerFactory<Options> = {
  create: createCmaEs,
  // A generation is told as a whole; one of 12 parameters has 11 candidates.
  batch: ({ population_size }) => population_size ?? 10,
  size: sizeOf,
  learns: true,
  waits: () => true,
  budgetOptions: ['samples'],
  grows: true,
};

/**
 * CMA-ES (Hansen 2016) in the unit cube, with margin for integers and steps (Hamano et al. 2022),
 * restarts with growing populations (IPOP: Auger & Hansen 2005; BIPOP: Hansen 2009), and
 * probabilities for categories (CatCMA: Hamano et al. 2024). Sets outside the rules are mended and
 * learned from as if they had been proposed.
 */
export const cmaEs = { options, ...factory };

function createCmaEs(context: SamplerContext<Options>): Sampler {
  const { space, options, randomAt } = context;
  const inFlight = createInFlight<{ n: number; candidate: CmaCandidate | null }>(space.key);
  const restarts = createRestarts(context);
  let search = restarts.next(null);
  let results: (CmaResult & { n: number })[] = [];
  let best: { set: ParameterSet; merit: Merit } | null = null;
  let asked = 0;
  /** Candidates of this generation that were asked for. */
  let drawn = 0;

  const keep = (set: ParameterSet, candidate: CmaCandidate | null): ParameterSet => {
    inFlight.add(set, { n: asked++, candidate });
    return set;
  };

  const propose = (): ParameterSet | null => {
    const first = restarts.design(asked);
    if (first !== null) return keep(first, null);
    if (drawn === 0 && inFlight.size > 0) return null;
    search ??= restarts.next(best?.set ?? null);
    if (search === null || drawn === search.size) return null;
    drawn++;
    const candidate = search.draw(randomAt(asked + 1));
    return keep(candidate.set, candidate);
  };

  const tell = (told: Told): void => {
    const merit = meritOf(told);
    if (best === null || compareMerits(merit, best.merit) < 0) best = { set: told.params, merit };
    const kept = inFlight.take(told);
    if (!kept?.candidate) return;
    results.push({ n: kept.n, candidate: kept.candidate, merit });
    if (search === null || results.length < search.size) return;
    search.update(results.toSorted((a, b) => a.n - b.n));
    results = [];
    drawn = 0;
    if (options.restarts !== 'none' && search.ended) search = restarts.next(null);
  };

  const ask = (count: number): ParameterSet[] => takeSets(count, propose);

  return replay({ ask, tell }, context.history, inFlight);
}

/** Where searches start and how large they are. */
function createRestarts({ space, options, seeds, randomAt }: SamplerContext<Options>) {
  const dimensions = space.parameters.filter(({ levels }) => levels !== 1).length;
  const usual = 4 + Math.floor(3 * Math.log(Math.max(1, dimensions)));
  const size = options.population_size ?? usual;
  const seed = options.seed_from_previous ? seeds[0] : undefined;
  const samples = seed === undefined && options.start === 'design' ? 2 * size : 0;
  const word = randomInt(randomAt(0), 2 ** 32);
  const pointAt = createLatinHypercube({ dimensions: space.parameters.length, samples, word });
  let searches = 0;

  /** Null for the first search of a design, whose best is not known yet. */
  const startOf = (best: ParameterSet | null): Float64Array | null => {
    if (searches === 0 && seed !== undefined) return space.toUnit(seed.params);
    if (searches === 0 && samples > 0) return best === null ? null : space.toUnit(best);
    if (searches === 0 && options.start === 'centre') {
      return new Float64Array(space.parameters.length).fill(0.5);
    }
    const random = randomAt(-1 - searches);
    return Float64Array.from(space.parameters, () => random());
  };

  return {
    /** The n-th set of the design the first search starts from; null beyond it. */
    design(n: number): ParameterSet | null {
      if (n >= samples) return null;
      const random = randomAt(n + 1);
      return space.repair(space.fromUnit(pointAt(n, random)), random);
    },
    next(best: ParameterSet | null) {
      const start = startOf(best);
      if (start === null) return null;
      const plan = planOf(searches++, { ...options, size, random: randomAt(-1 - searches) });
      return createCmaSearch({ space, start, ...plan });
    },
  };
}

interface Plan {
  readonly restarts: Options['restarts'];
  readonly size: number;
  readonly sigma: number;
  readonly random: () => number;
}

/** Population and deviation of the n-th search. */
function planOf(
  n: number,
  { restarts, size, sigma, random }: Plan,
): { size: number; sigma: number } {
  if (restarts === 'bipop' && n % 2 === 1) {
    // The small regime of BIPOP: any population up to half the large one, and small deviations.
    const large = size * 2 ** Math.min(9, (n - 1) / 2);
    const small = Math.floor(size * Math.max(1, large / (2 * size)) ** (random() ** 2));
    return { size: small, sigma: sigma * 10 ** (-2 * random()) };
  }
  const doublings = restarts === 'bipop' ? n / 2 : n;
  return { size: size * 2 ** Math.min(9, doublings), sigma };
}
