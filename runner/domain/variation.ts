import { compileExpression } from './expression.ts';
import type { ParameterSet, ParameterValue } from './parameter-set.ts';

/**
 * A way of trading that a strategy measures apart from the whole. Its metrics are those named
 * `<name in lower case>_<metric>`, such as `rev_rb_total_r`; the total and the number of trades are
 * always among them.
 */
export interface Variation {
  readonly name: string;
  /** A condition over the parameters: only sets that meet it trade the variation on purpose. */
  readonly when?: string;
}

/** What the names of a variation's metrics begin with. */
export function prefixOf({ name }: Variation): string {
  return `${name.toLowerCase()}_`;
}

const PRESENT = 'total_r';
/** A variation's number of trades has one of these names. */
export const TRADES = ['trades', 'trade_count'] as const;

/** The variations among metrics whose strategy names none: what has a total and trades of its own. */
export function variationsAmong(names: readonly string[]): Variation[] {
  const all = new Set(names);
  return names
    .filter((name) => name.endsWith(`_${PRESENT}`))
    .map((name) => name.slice(0, -PRESENT.length - 1))
    .filter((prefix) => TRADES.some((name) => all.has(`${prefix}_${name}`)))
    .map((prefix) => ({ name: prefix.toUpperCase() }));
}

/**
 * Whether a set trades a variation on purpose. Names that are not tuned are taken from `fixed`; a
 * name that is nowhere leaves the condition open, and open is not on purpose.
 * @throws ExpressionError where the condition cannot be read
 */
export function tradesOnPurpose(
  { when }: Variation,
  fixed: ParameterSet = {},
): (set: ParameterSet) => boolean {
  if (when === undefined) return () => true;
  const names: string[] = [];
  const { evaluate } = compileExpression(when, {
    indexOf(name) {
      if (!names.includes(name)) names.push(name);
      return names.indexOf(name);
    },
    typeOf: () => 'any',
  });
  const values: (ParameterValue | undefined)[] = [];
  return (set) => {
    for (let place = 0; place < names.length; place++) {
      const name = names[place] as string;
      values[place] = set[name] ?? fixed[name];
    }
    return evaluate(values) === true;
  };
}
