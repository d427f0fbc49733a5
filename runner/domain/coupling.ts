import type { Expression } from './expression.ts';
import type { Parameter } from './parameter.ts';

/** Parameters, their conditions and rules, in the order of the space. */
export interface Frame {
  readonly parameters: readonly Parameter[];
  /** The condition of each parameter; undefined where it always exists. */
  readonly conditions: readonly (Expression | undefined)[];
  readonly rules: readonly Expression[];
}

/** Parameters that conditions and rules tie together; those in no component stand for themselves. */
export interface Component {
  /** Places of its parameters, ascending. */
  readonly indices: readonly number[];
  readonly rules: readonly Expression[];
}

/** The coupled components of a space (union-find over what each expression names). */
export function componentsOf({ parameters, conditions, rules }: Frame): Component[] {
  const parents = Int32Array.from(parameters, (_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (parents[root] !== root) {
      // Path halving keeps a million parameters flat.
      parents[root] = parents[parents[root] as number] as number;
      root = parents[root] as number;
    }
    return root;
  };
  const join = (indices: readonly number[]): void => {
    for (const index of indices) parents[find(index)] = find(indices[0] as number);
  };
  for (const [index, condition] of conditions.entries()) {
    if (condition) join([index, ...condition.reads]);
  }
  for (const rule of rules) join(rule.reads);

  const coupled = new Map<number, { indices: number[]; rules: Expression[] }>();
  for (const rule of rules) coupled.set(find(rule.reads[0] as number), { indices: [], rules: [] });
  for (const [index, condition] of conditions.entries()) {
    if (condition) coupled.set(find(index), { indices: [], rules: [] });
  }
  for (const index of parameters.keys()) coupled.get(find(index))?.indices.push(index);
  for (const rule of rules) coupled.get(find(rule.reads[0] as number))?.rules.push(rule);
  return [...coupled.values()];
}
