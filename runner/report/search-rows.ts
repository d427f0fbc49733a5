import type { ParameterSet, ParameterValue } from '../domain/parameter-set.ts';
import { createSpace, type ParameterDefinition, type Space } from '../domain/space.ts';
import type { RowBlock } from '../run/columns-reader.ts';

/** Reads the parameter sets of a search off its columns. */
export interface SearchRows {
  readonly space: Space;
  paramsOf(block: RowBlock, row: number): ParameterSet;
  /**
   * The level of each parameter of the space, -1 where it is absent or continuous.
   * @param into as many places as the space has parameters
   */
  levelsOf(block: RowBlock, row: number, into: Int32Array): void;
  /** The same of the parameter at a place of the space. */
  levelOf(block: RowBlock, row: number, place: number): number;
}

export function createSearchRows(
  parameters: readonly ParameterDefinition[],
  rules: readonly string[],
): SearchRows {
  const space = createSpace(parameters, rules);
  return space.pointOf === undefined ? spacedRows(space) : gridRows(space);
}

function gridRows(space: Space): SearchRows {
  const conditional = space.parameters.some(({ definition }) => definition.when !== undefined);
  const radices = space.parameters.map(({ levels }) => levels ?? 1);
  const weights = radices.map((_, place) =>
    radices.slice(place + 1).reduce((product, radix) => product * radix, 1),
  );
  const paramsOf = (block: RowBlock, row: number): ParameterSet =>
    setAt(space, block.point(row)) ?? {};
  return {
    space,
    paramsOf,
    levelsOf(block, row, into) {
      if (conditional) {
        levelsIn(paramsOf(block, row), space, into);
        return;
      }
      let rest = block.point(row);
      for (let place = radices.length - 1; place >= 0; place--) {
        const radix = radices[place] as number;
        const higher = Math.floor(rest / radix);
        into[place] = rest < 0 ? -1 : rest - higher * radix;
        rest = higher;
      }
    },
    levelOf(block, row, place) {
      if (conditional) return levelIn(paramsOf(block, row), space, place);
      const point = block.point(row);
      return point < 0
        ? -1
        : Math.floor(point / (weights[place] as number)) % (radices[place] as number);
    },
  };
}

/** A listed set may stand at no point of the grid. */
function setAt(space: Space, point: number): ParameterSet | null {
  return point < 0 ? null : space.at(point);
}

function spacedRows(space: Space): SearchRows {
  const paramsOf = (block: RowBlock, row: number): ParameterSet => {
    const set: Record<string, ParameterValue> = {};
    for (const [place, { name, definition, valueAt }] of space.parameters.entries()) {
      const number = block.parameter(row, place);
      if (Number.isNaN(number)) continue;
      const numeric = definition.type === 'int' || definition.type === 'float';
      set[name] = numeric ? number : valueAt(number);
    }
    return set;
  };
  return {
    space,
    paramsOf,
    levelsOf: (block, row, into) => levelsIn(paramsOf(block, row), space, into),
    levelOf: (block, row, place) => levelIn(paramsOf(block, row), space, place),
  };
}

function levelsIn(set: ParameterSet, space: Space, into: Int32Array): void {
  for (const place of space.parameters.keys()) into[place] = levelIn(set, space, place);
}

function levelIn(set: ParameterSet, { parameters }: Space, place: number): number {
  const parameter = parameters[place];
  const value = set[parameter?.name ?? ''];
  const isListed = parameter !== undefined && parameter.levels !== null && value !== undefined;
  return isListed ? parameter.levelOf(value) : -1;
}
