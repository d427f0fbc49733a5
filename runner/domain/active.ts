import type { Frame } from './coupling.ts';
import type { ParameterValue } from './parameter-set.ts';

/** One value for each parameter of the space, undefined where it is absent. */
export type MutableValues = (ParameterValue | undefined)[];

/** Whether a parameter exists, by the values of those before it. */
export function isActive({ conditions }: Frame, index: number, values: MutableValues): boolean {
  const condition = conditions[index];
  return condition === undefined || condition.evaluate(values) === true;
}
