import type { Parameter } from './parameter.ts';
import type { ParameterSet, ParameterValue } from './parameter-set.ts';

/** What finding neighbours needs of a space. */
interface Surroundings {
  readonly parameters: readonly Parameter[];
  fromUnit(point: ArrayLike<number>): ParameterSet;
  toUnit(set: ParameterSet): Float64Array;
  problem(set: ParameterSet): string | null;
}

/** A continuous parameter moves by this share of its range (of its magnitudes where `log`). */
const CONTINUOUS_STEP = 0.01;

/**
 * All valid sets around one, lazily: those that change one parameter first, then two, …; within a
 * parameter the nearest values first. An absent parameter stands at the middle of its range, should
 * another's change call it into being.
 */
export function* neighboursOf(
  space: Surroundings,
  set: ParameterSet,
  radius: number,
): Generator<ParameterSet> {
  const centre = space.toUnit(set);
  const moves = space.parameters.map((parameter, index) =>
    movesOf(parameter, centre[index] ?? 0.5, radius),
  );
  for (let changes = 1; changes <= moves.length; changes++) {
    yield* changed({ point: centre.slice(), from: 0, left: changes, chosen: [] });
  }

  function* changed(state: Change): Generator<ParameterSet> {
    if (state.left === 0) {
      const neighbour = space.fromUnit(state.point);
      // A change of an absent parameter is no change.
      const real = state.chosen.every((name) => Object.hasOwn(neighbour, name));
      if (real && space.problem(neighbour) === null) yield neighbour;
      return;
    }
    for (let index = state.from; index <= moves.length - state.left; index++) {
      yield* moved(state, index);
    }
  }

  function* moved({ point, left, chosen }: Change, index: number): Generator<ParameterSet> {
    const name = space.parameters[index]?.name ?? '';
    const home = point[index] ?? 0.5;
    for (const unit of moves[index] ?? []) {
      point[index] = unit;
      yield* changed({ point, from: index + 1, left: left - 1, chosen: [...chosen, name] });
    }
    point[index] = home;
  }
}

interface Change {
  readonly point: Float64Array;
  readonly from: number;
  /** Parameters still to change. */
  readonly left: number;
  readonly chosen: readonly string[];
}

/** The unit coordinates a parameter can move to, nearest first. */
function movesOf(parameter: Parameter, centre: number, radius: number): number[] {
  if (parameter.levels === null) return continuousMoves(parameter, centre, radius);
  const home = parameter.levelOf(parameter.fromUnit(centre));
  const units: number[] = [];
  const add = (level: number): void => {
    if (level < 0 || level >= (parameter.levels ?? 0) || level === home) return;
    units.push(parameter.toUnit(parameter.valueAt(level)));
  };
  if (!parameter.ordered) {
    // Any other category is one step away.
    for (let level = 0; radius >= 1 && level < parameter.levels; level++) add(level);
    return units;
  }
  for (let distance = 1; distance <= Math.min(radius, parameter.levels); distance++) {
    add(home - distance);
    add(home + distance);
  }
  return units;
}

function continuousMoves(parameter: Parameter, centre: number, radius: number): number[] {
  const seen = new Set<ParameterValue>([parameter.fromUnit(centre)]);
  const units: number[] = [];
  for (let distance = 1; distance <= Math.min(radius, 1 / CONTINUOUS_STEP); distance++) {
    for (const unit of [centre - distance * CONTINUOUS_STEP, centre + distance * CONTINUOUS_STEP]) {
      const clipped = Math.min(1, Math.max(0, unit));
      const value = parameter.fromUnit(clipped);
      if (!seen.has(value)) units.push(clipped);
      seen.add(value);
    }
  }
  return units;
}
