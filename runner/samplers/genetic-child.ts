import type { Parameter } from '../domain/parameter.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { type Random, randomInt } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';
import { moveSome } from './mutate.ts';

/** Tries at a child that keeps all rules before those that it breaks are mended by new draws. */
const MOST_TRIES = 10;

export interface Member {
  readonly params: ParameterSet;
  readonly worth: number;
}

export interface Breeding {
  readonly crossover_probability: number;
  readonly mutation_probability: number;
  readonly tournament_size: number;
  readonly mutation: 'uniform' | 'step';
}

/** Makes a child of the population: tournaments, uniform crossover, mutation of each parameter. */
export function makeChild(
  population: readonly Member[],
  { space, options, random }: { space: Space; options: Breeding; random: Random },
): ParameterSet {
  let child: ParameterSet = {};
  for (let n = 0; n < MOST_TRIES; n++) {
    const mother = winnerOf(population, options.tournament_size, random);
    const father = winnerOf(population, options.tournament_size, random);
    const crossed = random() < options.crossover_probability;
    const parents = crossed ? [mother, father] : [mother];
    const point = space.parameters.map((parameter) =>
      geneOf(parameter, parents, { options, random }),
    );
    child = space.fromUnit(point);
    if (space.problem(child) === null) return child;
  }
  return space.repair(child, random);
}

/** A coordinate of the child: one parent's, or changed. */
function geneOf(
  parameter: Parameter,
  parents: readonly Member[],
  { options, random }: { options: Breeding; random: Random },
): number {
  const isChanged = random() < options.mutation_probability;
  if (isChanged && options.mutation === 'uniform') return random();
  const crossed = parents.length > 1;
  const order = crossed && random() < 0.5 ? parents.toReversed() : parents;
  const value = order.map((parent) => ownValue(parent, parameter.name)).find(isGiven);
  // A parameter that neither parent has may exist in the child, and needs a value then.
  if (value === undefined) return random();
  const gene = parameter.toUnit(value);
  return isChanged ? moveSome(parameter, gene, random) : gene;
}

function isGiven(value: unknown): boolean {
  return value !== undefined;
}

/** The best of a few members drawn with replacement; the first drawn of equals. */
function winnerOf(population: readonly Member[], size: number, random: Random): Member {
  let winner = population[randomInt(random, population.length)] as Member;
  for (let n = 1; n < size; n++) {
    const rival = population[randomInt(random, population.length)] as Member;
    if (rival.worth > winner.worth) winner = rival;
  }
  return winner;
}

function ownValue({ params }: Member, name: string) {
  return Object.hasOwn(params, name) ? params[name] : undefined;
}
