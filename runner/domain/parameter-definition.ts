import type { ParameterValue } from './parameter-set.ts';

interface Described {
  readonly name: string;
  readonly description?: string;
  /** The parameter exists only where this expression over earlier parameters holds. */
  readonly when?: string;
  /** Group that exports file it under, such as `momentum`. */
  readonly category?: string;
  /** What it is in exports: the weight of a factor, or a hyperparameter of the strategy. */
  readonly role?: 'factor' | 'hyperparameter';
  /** Which way a factor points, such as `long`; where absent, the sign of its weight says it. */
  readonly direction?: string;
}

/** Keys that are for readers of results: they change neither which sets there are nor their metrics. */
export const ANNOTATIONS = ['description', 'category', 'role', 'direction'] as const;

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
