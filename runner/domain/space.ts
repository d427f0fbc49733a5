import type { ParameterSet, ParameterValue } from './parameter-set.ts';
import type { Random } from './random.ts';

interface Described {
  readonly name: string;
  readonly description?: string;
  /** The parameter exists only where this expression over earlier parameters holds. */
  readonly when?: string;
}

/**
 * A parameter as a job file states it. `step` cuts a range into a grid that starts at `min`; an int
 * without `step` has step 1; a float without one is continuous. `log` spreads draws evenly over
 * magnitudes. `values` lists a numeric parameter's values in ascending order.
 */
export type ParameterDefinition =
  | (Described & {
      readonly type: 'int' | 'float';
      readonly min: number;
      readonly max: number;
      readonly step?: number;
      readonly log?: boolean;
    })
  | (Described & { readonly type: 'int' | 'float'; readonly values: readonly number[] })
  | (Described & { readonly type: 'categorical'; readonly values: readonly ParameterValue[] })
  | (Described & { readonly type: 'boolean' });

/** A parameter ready for use. `levels` counts its values; null where it is continuous. */
export interface Parameter {
  readonly name: string;
  readonly definition: ParameterDefinition;
  /** Whether the order of values means something: true but for categories and booleans. */
  readonly ordered: boolean;
  readonly levels: number | null;
  /** The value at a level; exact in decimals (level 3 of step 0.1 is 0.3). */
  valueAt(level: number): ParameterValue;
  /** The level of a value, or -1 where it is not one of the parameter's. */
  levelOf(value: ParameterValue): number;
  /** [0, 1) → value; stepped values own equal cells (equal in magnitude where `log`). */
  fromUnit(u: number): ParameterValue;
  /** The middle of the value's cell, so that `fromUnit(toUnit(v))` is `v`. */
  toUnit(value: ParameterValue): number;
}

/** All parameter sets that a search may visit. */
export interface Space {
  readonly parameters: readonly Parameter[];
  /** Sets that satisfy conditions and rules, counted without building them; null where continuous. */
  readonly size: bigint | null;
  /** Points of the full grid before conditions and rules; null where continuous. */
  readonly gridSize: bigint | null;
  /** The same text for the same set, whatever order its keys stand in. */
  key(set: ParameterSet): string;
  /** Why the set is not of this space; null where it is. */
  problem(set: ParameterSet): string | null;
  /** The set at a point of the full grid, or null where a rule forbids it or it repeats another. */
  at(index: bigint): ParameterSet | null;
  /** A set drawn uniformly by coordinate, rules kept. @throws RangeError where none is found */
  draw(random: Random): ParameterSet;
  /** The set at a point of the unit cube, conditions applied; rules may be broken, see `problem`. */
  fromUnit(point: ArrayLike<number>): ParameterSet;
  /** The set's point in the unit cube; coordinates of absent parameters are 0.5. */
  toUnit(set: ParameterSet): Float64Array;
  /** All other valid sets whose levels differ by at most `radius` each (Chebyshev). */
  neighbours(set: ParameterSet, radius: number): Iterable<ParameterSet>;
}
