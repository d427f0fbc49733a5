import { z } from 'zod';
import type { Metrics } from '../domain/metrics.ts';

/** Options that every fitness takes: what makes a set invalid whatever it earns. */
export const limitOptions = {
  min_trades: z
    .int()
    .min(1)
    .default(30)
    .describe('Fewer orders than this (trade_count) make a set invalid'),
  min_profit_factor: z
    .number()
    .min(0)
    .default(1)
    .describe('A lower profit factor makes a set invalid; 0 asks for none'),
  max_drawdown_limit: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe('A larger drawdown (percent) makes a set invalid; null sets no limit'),
};

export interface Limits {
  readonly min_trades: number;
  readonly min_profit_factor: number;
  readonly max_drawdown_limit: number | null;
}

/**
 * The limits that metrics miss, by option name, and by how much: in trades, in profit factor, in
 * percent. A metric that is missing misses its limit by Infinity.
 */
export function limitViolations(limits: Limits): (metrics: Metrics) => Record<string, number> {
  return (metrics) => {
    const violations: Record<string, number> = {};
    const miss = (name: keyof Limits, amount: number): void => {
      if (!(amount <= 0))
        violations[name] = Number.isNaN(amount) ? Number.POSITIVE_INFINITY : amount;
    };
    const { min_trades, min_profit_factor, max_drawdown_limit } = limits;
    miss('min_trades', min_trades - (metrics['trade_count'] ?? Number.NaN));
    if (min_profit_factor > 0) {
      miss('min_profit_factor', min_profit_factor - (metrics['profit_factor'] ?? Number.NaN));
    }
    if (max_drawdown_limit !== null) {
      miss('max_drawdown_limit', (metrics['max_drawdown'] ?? Number.NaN) - max_drawdown_limit);
    }
    return violations;
  };
}

/** Whether metrics meet all limits; what `limitViolations` says, without saying by how much. */
export function meetsLimits(limits: Limits, metrics: Metrics): boolean {
  const { min_trades, min_profit_factor, max_drawdown_limit } = limits;
  // A comparison with a missing metric is false, so that it is invalid.
  if (!((metrics['trade_count'] ?? Number.NaN) >= min_trades)) return false;
  if (min_profit_factor > 0 && !((metrics['profit_factor'] ?? Number.NaN) >= min_profit_factor)) {
    return false;
  }
  return (
    max_drawdown_limit === null || (metrics['max_drawdown'] ?? Number.NaN) <= max_drawdown_limit
  );
}
