import type { Metrics } from '../domain/metrics.ts';
import { ownStatistics, readStatistic } from '../domain/own-statistics.ts';

/** What a harness of LEAN says of a finished backtest, as far as metrics are made of it. */
export interface LeanMeasures {
  /** LEAN's printed statistics. */
  readonly statistics: Readonly<Record<string, string>>;
  /** Unrounded, by LEAN's paths such as `portfolioStatistics.sharpeRatio`. */
  readonly values: Readonly<Record<string, number>>;
  readonly orders: number;
  /** Closed trades. */
  readonly trades: number;
}

/**
 * LEAN's measures under our names: those of the embedded engine (harness/embedded/statistics), with
 * the same units, and left out under the same conditions. What a strategy adds to LEAN's statistics
 * by itself comes under its own name.
 */
export function leanMetrics(measures: LeanMeasures): Metrics {
  const { statistics, values, orders, trades } = measures;
  const portfolio = (name: string): number => values[`portfolioStatistics.${name}`] ?? Number.NaN;
  const candidates: Record<string, number> = {
    net_pnl: portfolio('totalNetProfit') * 100,
    max_drawdown: portfolio('drawdown') * 100,
    trade_count: orders,
    closed_trades: trades,
    end_equity: portfolio('endEquity'),
    total_fees: values['totalFees'] ?? readStatistic(statistics['Total Fees']),
    compounding_annual_return: portfolio('compoundingAnnualReturn') * 100,
    annual_standard_deviation: portfolio('annualStandardDeviation'),
    portfolio_turnover: portfolio('portfolioTurnover'),
    drawdown_recovery: portfolio('drawdownRecovery'),
    ...tradeRates(measures, portfolio),
    ...riskRatios(portfolio),
    ...benchmarkRatios(portfolio),
    ...ownStatistics(statistics),
  };
  return Object.fromEntries(Object.entries(candidates).filter(([, value]) => !Number.isNaN(value)));
}

type Read = (name: string) => number;

function tradeRates({ values, trades }: LeanMeasures, portfolio: Read): Record<string, number> {
  const rates: Record<string, number> = {};
  // LEAN's rates are both 0 where nothing was ever closed; else they add up to 1.
  if (portfolio('winRate') + portfolio('lossRate') > 0) {
    rates['win_rate'] = portfolio('winRate');
    rates['loss_rate'] = portfolio('lossRate');
    rates['average_win'] = portfolio('averageWinRate');
    rates['average_loss'] = portfolio('averageLossRate');
    rates['profit_loss_ratio'] = portfolio('profitLossRatio');
    rates['expectancy'] = portfolio('expectancy');
  }
  if (trades > 0) rates['profit_factor'] = values['tradeStatistics.profitFactor'] ?? Number.NaN;
  return rates;
}

function riskRatios(portfolio: Read): Record<string, number> {
  if (!(portfolio('annualStandardDeviation') > 0)) return {};
  const drawdown = portfolio('drawdown');
  const sortino = portfolio('sortinoRatio');
  return {
    sharpe_ratio: portfolio('sharpeRatio'),
    probabilistic_sharpe_ratio: portfolio('probabilisticSharpeRatio'),
    // LEAN's ratio is 0 where nothing ever fell; that is no measurement.
    ...(sortino !== 0 && { sortino_ratio: sortino }),
    ...(drawdown > 0 && { calmar_ratio: portfolio('compoundingAnnualReturn') / drawdown }),
  };
}

function benchmarkRatios(portfolio: Read): Record<string, number> {
  return {
    alpha: portfolio('alpha'),
    beta: portfolio('beta'),
    information_ratio: portfolio('informationRatio'),
    tracking_error: portfolio('trackingError'),
    treynor_ratio: portfolio('treynorRatio'),
  };
}
