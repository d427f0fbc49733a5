import type { BacktestContext } from '../engine/backtest-context.ts';
import { type SamplingPlan, turnoverPosition } from './sampling-plan.ts';

/** Mean over the days of what was bought and sold, over the portfolio's value at the day's end. */
export function turnover(
  { transactions }: BacktestContext,
  plan: SamplingPlan,
  equity: Float64Array,
): number {
  let sum = 0;
  for (const { slice, price, quantity, rate, security } of transactions.fills) {
    const value = equity[turnoverPosition(plan, slice)] as number;
    const { contractMultiplier } = security.properties;
    if (value !== 0) sum += (Math.abs(quantity) * price * rate * contractMultiplier) / value;
  }
  return plan.turnoverDays > 0 ? sum / plan.turnoverDays : 0;
}
