import type { Component, Frame } from './coupling.ts';
import type { Expression } from './expression.ts';
import type { ParameterValue } from './parameter-set.ts';

/** Combinations looked at before counting is given up; some seconds. */
const MOST_VISITS = 50_000_000;

/** A parameter's turn: what can be decided once it has a value. */
interface Turn {
  readonly index: number;
  readonly levels: number;
  readonly condition: Expression | undefined;
  /** Rules whose last parameter this is. */
  readonly rules: readonly Expression[];
  /** Places of the parameters, this one included, that later turns still read. */
  readonly kept: readonly number[];
}

/**
 * Counts the sets of a component that keep conditions and rules, without building them.
 *
 * Variable elimination: goes through the parameters in order and remembers, for each combination of
 * those that later conditions and rules still read, only how many sets lead to it. So a chain such
 * as a < b, b < c costs the sum of its links, not their product. Null where even that is too much.
 */
export function countComponent(component: Component, frame: Frame): bigint | null {
  const turns = turnsOf(component, frame);
  let states: Map<number, bigint> | null = new Map([[0, 1n]]);
  let before: readonly number[] = [];
  let visits = 0;
  for (const turn of turns) {
    visits += states.size * (isFree(turn) ? 1 : turn.levels);
    if (visits > MOST_VISITS) return null;
    states = advance(states, before, { turn, frame });
    if (states === null) return null;
    before = turn.kept;
  }
  let total = 0n;
  for (const count of states.values()) total += count;
  return total;
}

function turnsOf({ indices, rules }: Component, { parameters, conditions }: Frame): Turn[] {
  const ending = Map.groupBy(rules, (rule) => rule.reads.at(-1));
  /** The last turn that reads each parameter. */
  const needed = new Map<number, number>();
  for (const index of indices) {
    for (const read of conditions[index]?.reads ?? []) needed.set(read, index);
  }
  for (const rule of rules) {
    const last = rule.reads.at(-1) ?? 0;
    for (const read of rule.reads) needed.set(read, Math.max(needed.get(read) ?? 0, last));
  }
  let kept: number[] = [];
  return indices.map((index) => {
    kept = [...kept, index].filter((other) => (needed.get(other) ?? -1) > index);
    return {
      index,
      levels: parameters[index]?.levels ?? 0,
      condition: conditions[index],
      rules: ending.get(index) ?? [],
      kept,
    };
  });
}

/** Nothing ever reads the parameter's value, so its levels are multiplied, not visited. */
function isFree({ index, rules, kept }: Turn): boolean {
  return rules.length === 0 && !kept.includes(index);
}

/** A state numbers the levels of the kept parameters, one more level meaning absent. */
function advance(
  states: ReadonlyMap<number, bigint>,
  before: readonly number[],
  { turn, frame }: { turn: Turn; frame: Frame },
): Map<number, bigint> | null {
  const { parameters } = frame;
  const radix = (index: number): number => (parameters[index]?.levels ?? 0) + 1;
  const sizes = turn.kept.reduce((product, index) => product * radix(index), 1);
  if (sizes > Number.MAX_SAFE_INTEGER) return null;
  const values: (ParameterValue | undefined)[] = [];
  const levels: number[] = [];
  const next = new Map<number, bigint>();
  const free = isFree(turn);
  const keepsSelf = turn.kept.includes(turn.index);

  const set = (index: number, level: number): void => {
    const parameter = parameters[index];
    levels[index] = level;
    values[index] = level === parameter?.levels ? undefined : parameter?.valueAt(level);
  };
  const decode = (state: number): void => {
    let rest = state;
    for (const index of before.toReversed()) {
      set(index, rest % radix(index));
      rest = Math.floor(rest / radix(index));
    }
  };
  const encode = (): number =>
    turn.kept.reduce((state, index) => state * radix(index) + (levels[index] ?? 0), 0);
  const add = (count: bigint): void => {
    const state = encode();
    next.set(state, (next.get(state) ?? 0n) + count);
  };
  const holds = (): boolean => turn.rules.every((rule) => rule.evaluate(values) !== false);
  const visit = (count: bigint): void => {
    let valid = 0;
    for (let level = 0; level < turn.levels; level++) {
      set(turn.index, level);
      if (!holds()) continue;
      if (keepsSelf) add(count);
      else valid++;
    }
    if (valid > 0) add(count * BigInt(valid));
  };

  for (const [state, count] of states) {
    decode(state);
    if (turn.condition && turn.condition.evaluate(values) !== true) {
      set(turn.index, turn.levels);
      if (holds()) add(count);
    } else if (free) add(count * BigInt(turn.levels));
    else visit(count);
  }
  return next;
}
