import type { ParameterValue } from './parameter-set.ts';

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

/** A numeric parameter with bounds. */
export type RangeDefinition = Extract<ParameterDefinition, { min: number }>;
