import type { Parameter } from '../domain/parameter.ts';
import type { Space } from '../domain/space.ts';

/** Parameters that are modelled together. */
export interface Group {
  readonly parameters: readonly Parameter[];
  /** Their places in the space. */
  readonly places: readonly number[];
}

/** Those under one condition exist together, and only they can be modelled together. */
export function groupsOf({ parameters }: Space, multivariate: boolean): Group[] {
  const groups = new Map<string, { parameters: Parameter[]; places: number[] }>();
  for (const [place, parameter] of parameters.entries()) {
    // A single value needs no model.
    if (parameter.levels === 1) continue;
    const key = multivariate ? (parameter.definition.when ?? '') : parameter.name;
    const group = groups.get(key) ?? { parameters: [], places: [] };
    groups.set(key, group);
    group.parameters.push(parameter);
    group.places.push(place);
  }
  return [...groups.values()];
}
