import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Space } from '../domain/space.ts';

/** Places in the unit interval where values are continuous, levels elsewhere, NaN where absent. */
export type Coordinates = Float64Array;

export function coordinatesOf(set: ParameterSet, { parameters }: Space): Coordinates {
  const coordinates = new Float64Array(parameters.length);
  for (const [place, parameter] of parameters.entries()) {
    const value = Object.hasOwn(set, parameter.name) ? set[parameter.name] : undefined;
    if (value === undefined) coordinates[place] = Number.NaN;
    else
      coordinates[place] =
        parameter.levels === null ? parameter.toUnit(value) : parameter.levelOf(value);
  }
  return coordinates;
}
