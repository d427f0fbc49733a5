import { normalQuantile } from './normal.ts';
import { TRADING_DAYS } from './portfolio-statistics.ts';
import { roundHalfEven } from './rounding.ts';

/** One-day value at risk from the last year's daily returns, taken as normal; three decimals. */
export function valueAtRisk(returns: readonly number[], confidence: number): number {
  const year = returns.slice(-TRADING_DAYS);
  if (year.length < 2) return 0;
  const mean = year.reduce((sum, value) => sum + value, 0) / year.length;
  const squares = year.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (year.length - 1));
  return roundHalfEven(mean + deviation * normalQuantile(1 - confidence), 3);
}
