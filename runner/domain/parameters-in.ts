import type { ParameterSet, ParameterValue } from './parameter-set.ts';
import type { ParameterDefinition } from './space.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The parameters in the value of a file that a strategy is run by: `parameters` (LEAN's
 * configuration, a lean-cli project, a candidate), `factors` by category with `hyperparameters`, or
 * nothing but names and values. Null where it holds none.
 */
export function parametersIn(value: unknown): ParameterSet | null {
  if (!isFields(value)) return null;
  const { parameters, factors, hyperparameters } = value;
  if (isFields(parameters)) return scalarsOf(parameters);
  if (isFields(factors) || isFields(hyperparameters)) {
    return { ...weightsOf(factors), ...(isFields(hyperparameters) && scalarsOf(hyperparameters)) };
  }
  const own = scalarsOf(value);
  return Object.keys(own).length === Object.keys(value).length && Object.keys(own).length > 0
    ? own
    : null;
}

/** LEAN's files hold every value as text: numbers and switches are read as the definitions say. */
export function readAsDefined(
  set: ParameterSet,
  definitions: readonly ParameterDefinition[],
): ParameterSet {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  return Object.fromEntries(
    Object.entries(set).map(([name, value]) => [name, readAs(byName.get(name), value)]),
  );
}

function readAs(definition: ParameterDefinition | undefined, value: ParameterValue) {
  if (definition === undefined || typeof value !== 'string') return value;
  if (definition.type === 'boolean') return /^(true|false)$/i.test(value) ? isTrue(value) : value;
  if (definition.type === 'categorical') {
    return definition.values.find((one) => String(one) === value) ?? value;
  }
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : value;
}

function isTrue(text: string): boolean {
  return text.toLowerCase() === 'true';
}

function weightsOf(factors: unknown): Record<string, ParameterValue> {
  if (!isFields(factors)) return {};
  const inside = Object.values(factors).flatMap((group) =>
    isFields(group) ? Object.entries(group) : [],
  );
  return Object.fromEntries(
    inside.flatMap(([name, factor]) => {
      const weight = isFields(factor) ? factor['weight'] : factor;
      return isValue(weight) ? [[name, weight] as const] : [];
    }),
  );
}

function scalarsOf(fields: Fields): Record<string, ParameterValue> {
  const found = Object.entries(fields).filter((entry): entry is [string, ParameterValue] =>
    isValue(entry[1]),
  );
  return Object.fromEntries(found);
}

function isValue(value: unknown): value is ParameterValue {
  return ['number', 'string', 'boolean'].includes(typeof value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
