import type { ParameterValue } from './parameter-set.ts';

/** How a parameter's values lie on a grid and in the unit interval. */
export interface Scale {
  /** How many values there are; null where they are continuous. */
  readonly levels: number | null;
  /** The value at a level; exact in decimals (level 3 of step 0.1 is 0.3). */
  valueAt(level: number): ParameterValue;
  /** The level of a value, or -1 where it is not one of the parameter's; 0 for all that is continuous. */
  levelOf(value: ParameterValue): number;
  /** [0, 1) → value; stepped values own equal cells (equal in magnitude where `log`). */
  fromUnit(u: number): ParameterValue;
  /** The middle of the value's cell, so that `fromUnit(toUnit(v))` is `v`. */
  toUnit(value: ParameterValue): number;
  /** The part of the unit interval that becomes the value; of no width where continuous. */
  cellOf(value: ParameterValue): readonly [low: number, high: number];
}

/** [0, 1): the upper bound itself stands just below 1. */
export function unitOf(u: number): number {
  return Math.min(1 - Number.EPSILON / 2, Math.max(0, u));
}
