import type { Security } from '../engine/security.ts';
import { type IndicatorDefinition, type IndicatorName, indicators } from './index.ts';
import { Indicator } from './indicator.ts';
import { cachedValues } from './indicator-cache.ts';

/**
 * An indicator that follows a security. Its values come from the cache of this thread.
 * @throws RangeError where the period is no whole number of bars
 */
export function createIndicator(
  name: IndicatorName,
  security: Security,
  period: number,
): Indicator {
  if (!(Number.isInteger(period) && period > 0)) {
    throw new RangeError(
      `Cannot make ${name}: wanted a whole number of bars from 1, found ${period}`,
    );
  }
  const { column, compute, warmUpPeriod }: IndicatorDefinition = indicators[name];
  return new Indicator(`${name.toUpperCase()}(${period})`, {
    values: cachedValues(name, security.columns[column], period, compute),
    warmUpPeriod: warmUpPeriod(period),
    position: security,
  });
}
