import type { Parameter } from '../domain/parameter.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { type Random, randomInt } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';
import type { Merit } from './merit.ts';
import { stepAside } from './step-aside.ts';

/** A point of the unit cube. */
export type Genes = Float64Array;

export const STRATEGIES = ['best1bin', 'rand1bin', 'currenttobest1bin'] as const;

export interface Rival {
  readonly genes: Genes;
  readonly merit: Merit;
}

export interface TrialFrame {
  readonly space: Space;
  readonly population: readonly Rival[];
  readonly target: number;
  readonly best: number;
  readonly options: {
    readonly strategy: (typeof STRATEGIES)[number];
    readonly recombination: number;
  };
  readonly weight: number;
  readonly random: Random;
  /** Moves one parameter of the trial by a step, so that it differs for sure. */
  readonly nudge: boolean;
}

/** A target crossed with a mutant: at least one parameter comes from the mutant. */
export function makeTrial(frame: TrialFrame): { set: ParameterSet; genes: Genes } {
  const { space, population, target, options, random } = frame;
  const own = (population[target] as Rival).genes;
  const genes = own.slice();
  const mutantAt = createMutant(frame);
  const sure = randomInt(random, genes.length);
  for (const [i, parameter] of space.parameters.entries()) {
    if (i === sure || random() < options.recombination) genes[i] = mutantAt(i, parameter);
  }
  if (frame.nudge) stepAside(genes, sure, { space, random });
  const set = space.fromUnit(genes);
  if (space.problem(set) === null) return { set, genes };
  const repaired = space.repair(set, random);
  return { set: repaired, genes: space.toUnit(repaired) };
}

/** The mutant's coordinates, made as they are needed. */
function createMutant({ population, target, best, options, weight, random }: TrialFrame) {
  const [a, b, c] = others(population.length, target, random);
  const genesOf = (place: number): Genes => (population[place] as Rival).genes;
  const at = (place: number, i: number): number => genesOf(place)[i] as number;
  const base = options.strategy === 'rand1bin' ? c : best;
  return (i: number, parameter: Parameter): number => {
    // Categories have no differences: where the two differ, any category is as near.
    if (!parameter.ordered) {
      const same = parameter.fromUnit(at(a, i)) === parameter.fromUnit(at(b, i));
      return same ? at(base, i) : random();
    }
    const step = weight * (at(a, i) - at(b, i));
    const from =
      options.strategy === 'currenttobest1bin'
        ? at(target, i) + weight * (at(best, i) - at(target, i))
        : at(base, i);
    const x = from + step;
    // Drawn anew beyond the bounds, as SciPy does: clipping would pile members up there.
    return x >= 0 && x < 1 ? x : random();
  };
}

/** Three different members other than the target; fewer where there are no more. */
function others(size: number, target: number, random: Random): [number, number, number] {
  const taken = [target];
  const next = (): number => {
    for (let tries = 0; tries < 20; tries++) {
      const place = randomInt(random, size);
      if (!taken.includes(place)) {
        taken.push(place);
        return place;
      }
    }
    return target;
  };
  return [next(), next(), next()];
}
