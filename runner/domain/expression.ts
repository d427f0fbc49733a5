import type { Values } from './expression-nodes.ts';
import { ExpressionParser, type Scope } from './expression-parser.ts';

/** A compiled rule or condition. */
export interface Expression {
  readonly text: string;
  /** Places of the parameters it names, ascending. */
  readonly reads: readonly number[];
  /** True or false, or undefined where an absent parameter leaves it open. */
  evaluate(values: Values): boolean | undefined;
}

/**
 * Compiles a rule or condition: `== != < <= > >=`, `in [..]`, `not in [..]`, `and or not`,
 * `+ - * / %`, parentheses, numbers, quoted strings, `true`, `false` and parameter names (in
 * backticks where they are not plain words). Arithmetic is exact in decimals to 15 digits; x / 0 is
 * infinite, and 0 / 0 makes every comparison but `!=` false.
 * @throws ExpressionError
 */
export function compileExpression(text: string, scope: Scope): Expression {
  const parser = new ExpressionParser(text, scope);
  const node = parser.parse();
  return {
    text,
    reads: [...parser.reads].sort((a, b) => a - b),
    evaluate: node.evaluate as Expression['evaluate'],
  };
}
