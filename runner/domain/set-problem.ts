import { isActive, type MutableValues } from './active.ts';
import type { Frame } from './coupling.ts';
import type { Parameter } from './parameter.ts';
import type { ParameterSet, ParameterValue } from './parameter-set.ts';
import { ownValue } from './set-values.ts';

export function brokenRule({ rules }: Frame, values: MutableValues): string | undefined {
  for (const rule of rules) if (rule.evaluate(values) === false) return rule.text;
  return undefined;
}

export function problemOf(
  frame: Frame,
  names: ReadonlySet<string>,
  set: ParameterSet,
): string | null {
  for (const name of Object.keys(set)) {
    if (!names.has(name)) return `${JSON.stringify(name)} is no parameter of the space`;
  }
  const values: MutableValues = [];
  for (let i = 0; i < frame.parameters.length; i++) {
    const parameter = frame.parameters[i] as Parameter;
    const value = ownValue(set, parameter.name);
    const fault = faultOf(parameter, value, isActive(frame, i, values));
    if (fault !== null) return fault;
    values.push(value);
  }
  const rule = brokenRule(frame, values);
  return rule === undefined ? null : `the rule "${rule}" does not hold`;
}

function faultOf(
  parameter: Parameter,
  value: ParameterValue | undefined,
  active: boolean,
): string | null {
  // Samplers look at every set they make: of one without a fault nothing is put in words.
  if (value === undefined) return active ? `${JSON.stringify(parameter.name)} is missing` : null;
  if (active && parameter.levelOf(value) >= 0) return null;
  const name = JSON.stringify(parameter.name);
  if (!active) return `${name} is given though its condition does not hold`;
  return `${name} cannot be ${JSON.stringify(value)}`;
}
