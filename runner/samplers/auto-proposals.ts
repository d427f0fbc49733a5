import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Random } from '../domain/random.ts';
import type { Sampler, SamplerContext, Told } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';
import type { Move } from './auto-course.ts';
import { de } from './de.ts';
import type { Evidence, Fact } from './evidence.ts';
import { freshSet } from './fresh-set.ts';
import { acquire } from './gp-acquire.ts';
import { explore } from './gp-explore.ts';
import type { Landscape } from './gp-fit.ts';
import { createSurrogates, type Surrogate } from './gp-surrogate.ts';
import { createMutation } from './mutate.ts';
import { tpe } from './tpe.ts';
import { stepInside } from './trust-region.ts';

/** Makes the sets that the arms of `auto` propose. */
export interface Proposals {
  /** Starts an ask: what was told since the last counts from now on. */
  begin(): void;
  make(move: Move, random: Random): ParameterSet;
  /** A set was proposed and is not told yet. */
  add(set: ParameterSet): void;
  /** Tells the samplers behind the arms; `move` is where the set came from. */
  tell(told: Told, move: Move | null): void;
  /** Asks a sampler behind an arm again for what it proposed before, as history is walked through. */
  repeat(move: Move): void;
}

export interface ProposalOptions {
  readonly context: Pick<SamplerContext<unknown>, 'space' | 'symbol' | 'randomAt'>;
  readonly evidence: Evidence;
  readonly design: number;
}

/** Mutations tried for one that is not known. */
const MOST_TRIES = 30;

/** The generators of samplers behind arms stand far from those of the stage itself. */
const POPULATION_DRAWS = -1_000_000;
const DENSITY_DRAWS = -500_000;

/** Facts that the density learns: it is asked no more when there are so many. */
const MOST_LEARNED = 500;

export function createProposals({ context, evidence, design }: ProposalOptions): Proposals {
  const { space } = context;
  const models = createModels(space, evidence, design);
  const mutate = createMutation(space, { mutation_power: 1.5, redraw_probability: 0.25 });
  let population: Sampler | null = null;
  const density = createDensity(context);

  const fromPopulation = (): ParameterSet | null => {
    population ??= createPopulation(context, evidence.leaders);
    return population.ask(1)[0] ?? null;
  };

  const fromDensity = (): ParameterSet | null => {
    const set = density.ask(1)[0];
    return set === undefined || evidence.knows(set) ? null : set;
  };

  const byArm = ({ arm, hill, reach }: Move, random: Random): ParameterSet | null => {
    if (arm === 'local') return stepInside({ space, evidence, radius: reach, random });
    if (arm === 'population') return fromPopulation();
    if (arm === 'density') return fromDensity();
    return arm === 'mutation' ? null : fromModel({ arm, hill }, random);
  };

  const fromModel = ({ arm, hill }: Pick<Move, 'arm' | 'hill'>, random: Random) => {
    const known = models.of(arm === 'trend' ? 'rippled' : 'plain');
    const frame = { space, evidence, model: known.model, best: known.best, random };
    if (arm === 'explore') return explore(frame);
    if (hill === null) return acquire(frame)?.set ?? null;
    return acquire({ ...frame, best: known.valueOf(hill.top), hill })?.set ?? null;
  };

  const mutant = (random: Random): ParameterSet => {
    const [best] = evidence.leaders;
    for (let n = 0; n < MOST_TRIES && best !== undefined; n++) {
      const child = space.repair(space.fromUnit(mutate(best.x, random)), random);
      if (!evidence.knows(child)) return child;
    }
    return freshSet(space, evidence.knows, random);
  };

  return {
    begin: models.begin,
    make: (move, random) => byArm(move, random) ?? mutant(random),
    add(set) {
      evidence.mark(set);
      models.add(set);
    },
    tell(told, move) {
      if (evidence.facts.length <= MOST_LEARNED) density.tell(told);
      if (move?.arm === 'population') population?.tell(told);
    },
    repeat({ arm }) {
      if (arm === 'population') fromPopulation();
      if (arm === 'density') density.ask(1);
    },
  };
}

/** The surrogates of an ask, with lies for the sets that were proposed before in the same ask. */
function createModels(space: Space, evidence: Evidence, design: number) {
  const makers = {
    plain: createSurrogates(space, evidence, { design }),
    rippled: createSurrogates(space, evidence, { design, landscape: 'rippled', focus: 'best' }),
  };
  let proposed: ParameterSet[] = [];
  let made: Partial<Record<Landscape, { readonly surrogate: Surrogate; lies: number }>> = {};
  return {
    begin() {
      proposed = [];
      made = {};
    },
    of(landscape: Landscape): Surrogate {
      const model = made[landscape] ?? { surrogate: makers[landscape](), lies: 0 };
      made[landscape] = model;
      // Not before they are needed: most models are asked no more after the last set.
      for (const set of proposed.slice(model.lies)) model.surrogate.lie(evidence.coordinates(set));
      model.lies = proposed.length;
      return model.surrogate;
    },
    add(set: ParameterSet) {
      proposed.push(set);
    },
  };
}

/** Differential evolution that starts from the best sets so far. */
function createPopulation(
  { space, symbol, randomAt }: ProposalOptions['context'],
  leaders: readonly Fact[],
): Sampler {
  return de.create({
    space,
    symbol,
    options: de.options.parse({ batch_size: 1 }),
    budget: 10 * 5 * space.parameters.length,
    seeds: leaders.map(({ params, merit }) => {
      return { params, status: 'complete', fitness: merit.value, violations: {} };
    }),
    randomAt: (n) => randomAt(POPULATION_DRAWS - n),
    history: [],
  });
}

/** A TPE that hears of everything. */
function createDensity({ space, symbol, randomAt }: ProposalOptions['context']): Sampler {
  return tpe.create({
    space,
    symbol,
    options: tpe.options.parse({ batch_size: 1, startup: 1 }),
    budget: Number.POSITIVE_INFINITY,
    seeds: [],
    randomAt: (n) => randomAt(DENSITY_DRAWS - n),
    history: [],
  });
}
