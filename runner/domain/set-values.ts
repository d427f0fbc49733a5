import { isActive, type MutableValues } from './active.ts';
import type { Frame } from './coupling.ts';
import type { Parameter } from './parameter.ts';
import type { ParameterSet, ParameterValue } from './parameter-set.ts';

/** A value for each parameter whose condition holds, in order, so that conditions see what they read. */
export function place(
  frame: Frame,
  valueFor: (parameter: Parameter, index: number) => ParameterValue,
): MutableValues {
  const values: MutableValues = [];
  for (let i = 0; i < frame.parameters.length; i++) {
    const parameter = frame.parameters[i] as Parameter;
    values.push(isActive(frame, i, values) ? valueFor(parameter, i) : undefined);
  }
  return values;
}

export function setOf(parameters: readonly Parameter[], values: MutableValues): ParameterSet {
  const set: Record<string, ParameterValue> = {};
  for (let i = 0; i < parameters.length; i++) {
    const value = values[i];
    if (value !== undefined) set[(parameters[i] as Parameter).name] = value;
  }
  return set;
}

/** Own keys only: a parameter called `constructor` is absent unless the set itself has it. */
export function ownValue(set: ParameterSet, name: string): ParameterValue | undefined {
  return Object.hasOwn(set, name) ? set[name] : undefined;
}

export function textOf(value: ParameterValue | undefined): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
