import type { ParameterSet } from '../../runner/domain/parameter-set.ts';
import type { ParameterDefinition } from '../../runner/domain/space.ts';
import { formatValue } from './format.ts';
import { positionOf } from './parameter-scale.ts';
import { rangeOf } from './run-facts.ts';

export interface ParameterRow {
  readonly name: string;
  readonly value: string;
  /** What the parameter may be, in words. */
  readonly range: string;
  /** From 0 to 1 on the range; null where the value has no place there. */
  readonly position: number | null;
  /** The first or last value of a range of several: a better one may lie beyond. */
  readonly edge: 'lowest' | 'highest' | null;
}

/** The parameters of a set in the order of the space, then those that the space does not name. */
export function parameterRows(
  definitions: readonly ParameterDefinition[],
  params: ParameterSet,
): readonly ParameterRow[] {
  const named = definitions.filter(({ name }) => name in params).map((one) => rowOf(one, params));
  const others = Object.keys(params).filter(
    (name) => !definitions.some((definition) => definition.name === name),
  );
  return [
    ...named,
    ...others.map((name) => {
      const value = formatValue(params[name]);
      return { name, value, range: 'not searched', position: null, edge: null };
    }),
  ];
}

function rowOf(definition: ParameterDefinition, params: ParameterSet): ParameterRow {
  const { name } = definition;
  const value = params[name];
  const position = value === undefined ? null : positionOf(definition, value);
  return {
    name,
    value: formatValue(value),
    range: rangeOf(definition),
    position,
    edge: 'min' in definition && definition.min < definition.max ? edgeAt(position) : null,
  };
}

function edgeAt(position: number | null): ParameterRow['edge'] {
  if (position === 0) return 'lowest';
  return position === 1 ? 'highest' : null;
}
