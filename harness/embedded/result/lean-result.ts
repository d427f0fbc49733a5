import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import type { OrderEvent } from '../engine/order.ts';
import type { PortfolioStatistics } from '../statistics/portfolio-statistics.ts';
import type { SamplingPlan } from '../statistics/sampling-plan.ts';

interface Source {
  readonly context: BacktestContext;
  readonly events: readonly OrderEvent[];
  readonly statistics: PortfolioStatistics;
  readonly plan: SamplingPlan;
  readonly equity: Float64Array;
  readonly params: ParameterSet;
}

/** The result of a backtest in the shape of LEAN's result JSON. */
export function leanResult({ context, statistics }: Source): string {
  return JSON.stringify({ statistics, orders: context.transactions.orders.length });
}
