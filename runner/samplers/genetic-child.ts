import type { ParameterSet } from '../domain/parameter-set.ts';
import { type Random, randomInt } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';

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
    const point = space.parameters.map(({ name, toUnit }) => {
      if (random() < options.mutation_probability) return random();
      const [first, second] = crossed && random() < 0.5 ? [father, mother] : [mother, father];
      const value = ownValue(first, name) ?? (crossed ? ownValue(second, name) : undefined);
      // A parameter that neither parent has may exist in the child, and needs a value then.
      return value === undefined ? random() : toUnit(value);
    });
    child = space.fromUnit(point);
    if (space.problem(child) === null) return child;
  }
  return space.repair(child, random);
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
