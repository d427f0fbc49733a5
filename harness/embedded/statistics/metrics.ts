import type { Metrics } from '../../../runner/domain/metrics.ts';
import { ownStatistics } from '../../../runner/domain/own-statistics.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import type { PortfolioStatistics } from './portfolio-statistics.ts';
import type { SamplingPlan } from './sampling-plan.ts';
import type { Trade } from './trade.ts';
import { turnover } from './turnover.ts';

interface Source {
  readonly context: BacktestContext;
  readonly statistics: PortfolioStatistics;
  readonly trades: readonly Trade[];
  readonly plan: SamplingPlan;
  readonly equity: Float64Array;
}

/**
 * The metrics of a backtest, unrounded. In percent: net_pnl, max_drawdown,
 * compounding_annual_return; the other rates are fractions. What could not be measured is left out:
 * rates of trades without a closed trade, ratios without a spread, alpha and beta without a benchmark.
 */
export function metricsOf({ context, statistics, trades, plan, equity }: Source): Metrics {
  const { portfolio, transactions, data, reports } = context;
  const metrics: Record<string, number> = {
    net_pnl: statistics.totalNetProfit * 100,
    max_drawdown: statistics.drawdown * 100,
    trade_count: transactions.orders.length,
    closed_trades: trades.length,
    end_equity: statistics.endEquity,
    total_fees: portfolio.totalFees,
    compounding_annual_return: statistics.compoundingAnnualReturn * 100,
    annual_standard_deviation: statistics.annualStandardDeviation,
    portfolio_turnover: turnover(context, plan, equity),
    drawdown_recovery: statistics.drawdownRecovery,
  };
  if (portfolio.records.length > 0) addTradeRates(metrics, statistics);
  if (trades.length > 0) metrics['profit_factor'] = profitFactor(trades);
  if (statistics.annualStandardDeviation > 0) addRiskRatios(metrics, statistics);
  if (data.benchmark !== null) addBenchmarkRatios(metrics, statistics);
  if (reports.summary.size > 0) addOwn(metrics, reports.summary);
  return metrics;
}

function addTradeRates(metrics: Record<string, number>, statistics: PortfolioStatistics): void {
  metrics['win_rate'] = statistics.winRate;
  metrics['loss_rate'] = statistics.lossRate;
  metrics['average_win'] = statistics.averageWinRate;
  metrics['average_loss'] = statistics.averageLossRate;
  metrics['profit_loss_ratio'] = statistics.profitLossRatio;
  metrics['expectancy'] = statistics.expectancy;
}

function addRiskRatios(metrics: Record<string, number>, statistics: PortfolioStatistics): void {
  metrics['sharpe_ratio'] = statistics.sharpeRatio;
  metrics['probabilistic_sharpe_ratio'] = statistics.probabilisticSharpeRatio;
  // LEAN's ratio is 0 where nothing ever fell; that is no measurement.
  if (statistics.sortinoRatio !== 0) metrics['sortino_ratio'] = statistics.sortinoRatio;
  if (statistics.drawdown > 0) {
    metrics['calmar_ratio'] = statistics.compoundingAnnualReturn / statistics.drawdown;
  }
}

function addBenchmarkRatios(
  metrics: Record<string, number>,
  statistics: PortfolioStatistics,
): void {
  metrics['alpha'] = statistics.alpha;
  metrics['beta'] = statistics.beta;
  metrics['information_ratio'] = statistics.informationRatio;
  metrics['tracking_error'] = statistics.trackingError;
  metrics['treynor_ratio'] = statistics.treynorRatio;
}

/** What the strategy says of itself, also where it is measured here: as of results of LEAN. */
function addOwn(metrics: Record<string, number>, summary: ReadonlyMap<string, string>): void {
  for (const [name, value] of Object.entries(ownStatistics(Object.fromEntries(summary)))) {
    if (!Number.isNaN(value)) metrics[name] = value;
  }
}

/** Sum of profits over sum of losses; 10 without a loss, as in LEAN. */
function profitFactor(trades: readonly Trade[]): number {
  let profit = 0;
  let loss = 0;
  for (const { profitLoss } of trades) {
    if (profitLoss > 0) profit += profitLoss;
    else loss -= profitLoss;
  }
  if (profit === 0) return 0;
  return loss === 0 ? 10 : profit / loss;
}
