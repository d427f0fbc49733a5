import type { Parameter } from '../domain/parameter.ts';
import type { Random } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';
import { createParzen, type ParzenOptions } from './parzen.ts';
import type { Coordinates, Split } from './tpe-trials.ts';

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

export interface RankOptions extends Split {
  readonly options: ParzenOptions & { readonly candidates: number };
  readonly random: Random;
}

/** Draws candidates from the good model of a group: coordinates, the best ratio first. */
export function rankCandidates(
  group: Group,
  { good, bad, options, random }: RankOptions,
): Coordinates[] {
  const likely = createParzen(group.parameters, columnsOf(group, good), options);
  const unlikely = createParzen(group.parameters, columnsOf(group, bad), options);
  return Array.from({ length: options.candidates }, () => likely.sample(random))
    .map((x) => ({ x, score: likely.logDensity(x) - unlikely.logDensity(x) }))
    .sort((a, b) => b.score - a.score)
    .map(({ x }) => x);
}

/** Columns of the sets that have the group's parameters. */
function columnsOf({ places }: Group, rows: readonly Coordinates[]): Float64Array[] {
  const complete = rows.filter((row) => {
    for (const place of places) if (Number.isNaN(row[place])) return false;
    return true;
  });
  return places.map((place) => {
    const column = new Float64Array(complete.length);
    for (let n = 0; n < column.length; n++) column[n] = complete[n]?.[place] as number;
    return column;
  });
}
