import type { ParameterValue } from '../../../runner/domain/parameter-set.ts';

/** Parameter sets as columns: for each name the values that occur, and which of them each set has. */
export interface SetColumns {
  readonly count: number;
  readonly names: readonly string[];
  /** By name: the values that occur; null stands for absent. */
  readonly levels: readonly (readonly (ParameterValue | null)[])[];
  /** `count` × `names` places in `levels`, set after set. */
  readonly codes: Uint16Array;
}
