import type { MutableValues } from './active.ts';
import { componentsOf } from './coupling.ts';
import { InputError } from './errors.ts';
import { createComponentDraw } from './fill-component.ts';
import { createFrame } from './frame.ts';
import { createAt, createPointOf } from './grid-point.ts';
import { neighboursOf } from './neighbours.ts';
import type { Parameter } from './parameter.ts';
import type { ParameterDefinition } from './parameter-definition.ts';
import type { ParameterSet } from './parameter-set.ts';
import { type Random, randomFrom } from './random.ts';
import { problemOf } from './set-problem.ts';
import { ownValue, place, setOf, textOf } from './set-values.ts';
import { createSizes } from './space-size.ts';

export type { Parameter, ParameterDefinition };

/** All parameter sets that a search may visit. */
export interface Space {
  readonly parameters: readonly Parameter[];
  /**
   * Sets that satisfy conditions and rules, counted without building them; null where continuous,
   * or where rules couple more combinations than can be looked at (50 million).
   */
  readonly size: bigint | null;
  /** Points of the full grid before conditions and rules; null where continuous. */
  readonly gridSize: bigint | null;
  /** The same text for the same set, whatever order its keys stand in. */
  key(set: ParameterSet): string;
  /** Why the set is not of this space; null where it is. */
  problem(set: ParameterSet): string | null;
  /** The set at a point of the full grid, or null where a rule forbids it or it repeats another. */
  at(index: bigint | number): ParameterSet | null;
  /**
   * The point of the full grid that a set stands at, as a plain number; -1 where it stands at none,
   * whether rules hold or not. Absent where the space is continuous or has more than 2^53 points.
   */
  readonly pointOf?: ((set: ParameterSet) => number) | undefined;
  /** A set drawn uniformly by coordinate, rules kept. @throws RangeError where none is found */
  draw(random: Random): ParameterSet;
  /** The set at a point of the unit cube, conditions applied; rules may be broken, see `problem`. */
  fromUnit(point: ArrayLike<number>): ParameterSet;
  /** The set's point in the unit cube; coordinates of absent parameters are 0.5. */
  toUnit(set: ParameterSet): Float64Array;
  /** Keeps what it can of a set whose conditions hold: coupled parameters whose rules are broken are drawn anew. */
  repair(set: ParameterSet, random: Random): ParameterSet;
  /**
   * All other valid sets whose levels differ by at most `radius` each (Chebyshev), lazily, those
   * with the fewest changes first. Categories are 1 apart, continuous values move by hundredths.
   */
  neighbours(set: ParameterSet, radius: number): Iterable<ParameterSet>;
}

/**
 * The space of a job's parameters and rules. Rules and conditions may name parameters that are
 * absent: a rule that they leave open holds, a condition that they leave open does not.
 * @throws InputError with paths such as `parameters[2].step` and `rules[0]`
 */
export function createSpace(
  definitions: readonly ParameterDefinition[],
  rules: readonly string[],
): Space {
  const frame = createFrame(definitions, rules);
  const { parameters } = frame;
  const components = componentsOf(frame);
  const names = new Set(parameters.map(({ name }) => name));
  const draws = components
    .filter((component) => component.rules.length > 0)
    .map((component) => createComponentDraw(component, frame));
  const complete = (values: MutableValues, random: Random): ParameterSet => {
    for (const draw of draws) if (!draw.holds(values)) draw.fill(values, random);
    return setOf(parameters, values);
  };
  const sizes = createSizes(frame, components);
  const space: Space = {
    parameters,
    get size() {
      return sizes.valid();
    },
    get gridSize() {
      return sizes.grid();
    },
    key: (set) => parameters.map(({ name }) => textOf(ownValue(set, name))).join(),
    problem: (set) => problemOf(frame, names, set),
    at: createAt(frame),
    pointOf: createPointOf(frame),
    draw: (random) =>
      complete(
        place(frame, (parameter) => parameter.fromUnit(random())),
        random,
      ),
    fromUnit(point) {
      const values = place(frame, (parameter, i) => parameter.fromUnit(point[i] as number));
      return setOf(parameters, values);
    },
    toUnit: (set) =>
      Float64Array.from(parameters, (parameter) => {
        const value = ownValue(set, parameter.name);
        return value === undefined ? 0.5 : parameter.toUnit(value);
      }),
    repair: (set, random) =>
      complete(
        parameters.map(({ name }) => ownValue(set, name)),
        random,
      ),
    neighbours: (set, radius) => neighboursOf(space, set, radius),
  };
  refuseEmpty(() => space.draw(randomFrom(0, 0, 0)));
  return space;
}

function refuseEmpty(draw: () => unknown): void {
  try {
    draw();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const problem = {
      path: 'rules',
      wanted: 'rules that leave a parameter set',
      found: error.message,
    };
    throw new InputError('Cannot use the parameters', [problem], { cause: error });
  }
}
