import { createSpace, type ParameterDefinition } from '../domain/space.ts';
import { type Answer, type Problem, valued } from './problem.ts';

/** Every set of a search in a table, so that searching it again and again costs no backtest. */
export interface Landscape {
  readonly name: string;
  readonly parameters: readonly ParameterDefinition[];
  readonly rules: readonly string[];
  /** By point of the grid: the negated fitness, NaN where the set is not valid. Shared by threads. */
  readonly values: Float64Array<SharedArrayBuffer>;
}

const INVALID: Answer = {
  status: 'invalid',
  fitness: Number.NEGATIVE_INFINITY,
  violations: { limits: 1 },
};

export function landscapeProblem({ name, parameters, rules, values }: Landscape): Problem {
  const space = createSpace(parameters, rules);
  const { pointOf } = space;
  if (pointOf === undefined) throw new Error(`Cannot search "${name}": its space is not finite`);
  return {
    name,
    family: 'backtest',
    direction: 'maximize',
    space,
    optimum: values.filter((value) => !Number.isNaN(value)).reduce((a, b) => Math.min(a, b), 0),
    judge(set) {
      const value = values[pointOf(set)];
      return value === undefined || Number.isNaN(value) ? INVALID : valued(value);
    },
  };
}
