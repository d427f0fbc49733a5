import { PERIODS, type Resolution } from '../data/bar-grid.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import type { IndicatorWithParts } from './create-indicator.ts';
import type { Selector } from './field.ts';
import { followSecurity } from './follow-security.ts';
import type { IndicatorName, ParametersOf } from './indicator-recipe.ts';

/** LEAN's last arguments: which bars, where not the security's own, and what of them. */
export type Follow = [resolution?: Resolution | null, selector?: Selector];
export type FollowBars = [resolution?: Resolution | null];

/**
 * An indicator from the arguments of LEAN's helper: what sets its values, then a resolution, then a
 * selector.
 * @throws RangeError where they fit no such indicator
 */
export function makeIndicator<Name extends IndicatorName>(
  context: BacktestContext,
  symbol: SecuritySymbol | string,
  kind: Name,
  values: readonly unknown[],
): IndicatorWithParts<Name> {
  const isLast = (value: unknown) =>
    value === null || typeof value === 'function' || isResolution(value);
  const end = values.findIndex(isLast);
  const parameters = end < 0 ? values : values.slice(0, end);
  const last = end < 0 ? [] : values.slice(end);
  const given = parameters.filter((parameter) => parameter !== undefined);
  return followSecurity<Name>(
    context,
    { symbol, kind, parameters: given as ParametersOf<Name> },
    {
      resolution: last.find(isResolution),
      selector: last.find((value) => typeof value === 'function') as Selector | undefined,
    },
  );
}

function isResolution(value: unknown): value is Resolution {
  return typeof value === 'string' && Object.hasOwn(PERIODS, value);
}

/** LEAN's shorter form averages %K over the period itself, and %D over 3 bars. */
export function stochasticArguments(values: readonly unknown[]): readonly unknown[] {
  const [period, second] = values;
  return typeof second === 'number' ? values : [period, period, 3, ...values.slice(1)];
}
