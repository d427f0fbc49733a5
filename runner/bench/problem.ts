import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Told } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';

export const FAMILIES = [
  'continuous',
  'grid',
  'mixed',
  'two objectives',
  'backtest',
  'held out',
] as const;

export type Family = (typeof FAMILIES)[number];

/** What a problem says of a set; all but the set itself, as a sampler is told. */
export type Answer = Omit<Told, 'params'>;

/**
 * Something to search whose best value is known. Values are minimised: of one objective the value is
 * the negated fitness, of two the negated hypervolume of all that was found.
 */
export interface Problem {
  readonly name: string;
  readonly family: Family;
  /** How people read its values: those of `maximize` are shown negated. */
  readonly direction: 'minimize' | 'maximize';
  readonly space: Space;
  /** The least value there is. */
  readonly optimum: number;
  /** Where the hypervolume of two objectives, both minimised, is measured from. */
  readonly reference?: readonly [number, number];
  judge(set: ParameterSet): Answer;
}

const NONE = {};

/** A set that is valid and has this value, minimised. */
export function valued(value: number): Answer {
  return { status: 'complete', fitness: -value, violations: NONE };
}
