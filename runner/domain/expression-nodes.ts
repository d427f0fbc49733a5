import { snap } from './decimal-grid.ts';
import type { ParameterValue } from './parameter-set.ts';

/** What an expression reads: a value for each parameter of the space, undefined where it is absent. */
export type Values = readonly (ParameterValue | undefined)[];

/** `undefined` is "unknown": an absent parameter takes part. */
export type Evaluate = (values: Values) => ParameterValue | undefined;

export type ValueType = 'number' | 'string' | 'boolean' | 'any';

/** A compiled part of an expression. */
export interface Node {
  readonly type: ValueType;
  readonly evaluate: Evaluate;
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => snap(a + b, Math.max(Math.abs(a), Math.abs(b))),
  '-': (a, b) => snap(a - b, Math.max(Math.abs(a), Math.abs(b))),
  '*': (a, b) => snap(a * b, a * b),
  '/': (a, b) => snap(a / b, a / b),
  '%': remainder,
};

const ORDER: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** Sign of the dividend, as in C# and JavaScript; exact in decimals. */
function remainder(a: number, b: number): number {
  const quotient = snap(a / b, a / b);
  return snap(a - Math.trunc(quotient) * b, Math.max(Math.abs(a), Math.abs(b)));
}

export function arithmetic(operator: string, left: Node, right: Node): Node {
  const apply = ARITHMETIC[operator] as (a: number, b: number) => number;
  const evaluate: Evaluate = (values) => {
    const a = left.evaluate(values);
    const b = right.evaluate(values);
    return typeof a === 'number' && typeof b === 'number' ? apply(a, b) : undefined;
  };
  return { type: 'number', evaluate };
}

export function comparison(operator: string, left: Node, right: Node): Node {
  if (operator === '==' || operator === '!=') return equality(operator === '==', left, right);
  const apply = ORDER[operator] as (a: number, b: number) => boolean;
  const evaluate: Evaluate = (values) => {
    const a = left.evaluate(values);
    const b = right.evaluate(values);
    if (a === undefined || b === undefined) return undefined;
    return typeof a === 'number' && typeof b === 'number' && apply(a, b);
  };
  return { type: 'boolean', evaluate };
}

function equality(wanted: boolean, left: Node, right: Node): Node {
  const evaluate: Evaluate = (values) => {
    const a = left.evaluate(values);
    const b = right.evaluate(values);
    return a === undefined || b === undefined ? undefined : (a === b) === wanted;
  };
  return { type: 'boolean', evaluate };
}

export function membership(wanted: boolean, left: Node, list: readonly ParameterValue[]): Node {
  const evaluate: Evaluate = (values) => {
    const value = left.evaluate(values);
    return value === undefined ? undefined : list.includes(value) === wanted;
  };
  return { type: 'boolean', evaluate };
}

/**
 * `and` and `or` in Kleene's three-valued logic: one operand that decides does so whatever is
 * unknown beside it.
 */
export function junction(word: 'and' | 'or', operands: readonly Node[]): Node {
  const decisive = word === 'or';
  const evaluate: Evaluate = (values) => {
    let unknown = false;
    for (const operand of operands) {
      const value = operand.evaluate(values);
      if (value === decisive) return decisive;
      if (value === undefined) unknown = true;
    }
    return unknown ? undefined : !decisive;
  };
  return { type: 'boolean', evaluate };
}

export function negation(operand: Node): Node {
  const evaluate: Evaluate = (values) => {
    const value = operand.evaluate(values);
    return value === undefined ? undefined : value !== true;
  };
  return { type: 'boolean', evaluate };
}

export function negative(operand: Node): Node {
  const evaluate: Evaluate = (values) => {
    const value = operand.evaluate(values);
    return typeof value === 'number' ? -value : undefined;
  };
  return { type: 'number', evaluate };
}
