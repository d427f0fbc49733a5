import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { ParameterDefinition, Space } from '../../../runner/domain/space.ts';

/** Every set of a space, by its grid. */
export function listAll(space: Space): ParameterSet[] {
  const sets: ParameterSet[] = [];
  for (let index = 0n; index < (space.gridSize ?? 0n); index++) {
    const set = space.at(index);
    if (set !== null) sets.push(set);
  }
  return sets;
}

export const int = (name: string, min: number, max: number, step = 1): ParameterDefinition => ({
  name,
  type: 'int',
  min,
  max,
  step,
});
