import { normalQuantile } from './normal.ts';
import { roundHalfEven } from './rounding.ts';

/** One-day value at risk from the last year's daily returns, taken as normal; three decimals. */
export function valueAtRisk(
  returns: readonly number[],
  confidence: number,
  tradingDays: number,
): number {
  const year = returns.slice(-tradingDays);
  if (year.length < 2) return 0;
  const mean = year.reduce((sum, value) => sum + value, 0) / year.length;
  const squares = year.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (year.length - 1));
  return roundHalfEven(mean + deviation * normalQuantile(1 - confidence), 3);
}
