import { nearestName } from '../domain/nearest-name.ts';
import { asNumber } from './loose-values.ts';

/** One of LEAN's statistics as a metric of ours. */
export interface LeanTarget {
  readonly metric: string;
  /** Ours in LEAN's unit: LEAN's fractions are percent here. */
  readonly factor: number;
}

/** LEAN's statistics, without spaces and dashes. */
const TARGETS: Readonly<Record<string, LeanTarget>> = {
  SharpeRatio: same('sharpe_ratio'),
  SortinoRatio: same('sortino_ratio'),
  ProbabilisticSharpeRatio: same('probabilistic_sharpe_ratio'),
  Drawdown: percent('max_drawdown'),
  NetProfit: percent('net_pnl'),
  TotalNetProfit: percent('net_pnl'),
  CompoundingAnnualReturn: percent('compounding_annual_return'),
  // What is Total Orders today was once called Total Trades.
  TotalOrders: same('trade_count'),
  TotalTrades: same('trade_count'),
  TotalNumberOfTrades: same('closed_trades'),
  WinRate: same('win_rate'),
  LossRate: same('loss_rate'),
  AverageWin: same('average_win'),
  AverageWinRate: same('average_win'),
  AverageLoss: same('average_loss'),
  AverageLossRate: same('average_loss'),
  ProfitLossRatio: same('profit_loss_ratio'),
  ProfitFactor: same('profit_factor'),
  Expectancy: same('expectancy'),
  Alpha: same('alpha'),
  Beta: same('beta'),
  AnnualStandardDeviation: same('annual_standard_deviation'),
  InformationRatio: same('information_ratio'),
  TrackingError: same('tracking_error'),
  TreynorRatio: same('treynor_ratio'),
  TotalFees: same('total_fees'),
  PortfolioTurnover: same('portfolio_turnover'),
  DrawdownRecovery: same('drawdown_recovery'),
  EndEquity: same('end_equity'),
};

function same(metric: string): LeanTarget {
  return { metric, factor: 1 };
}

function percent(metric: string): LeanTarget {
  return { metric, factor: 100 };
}

/** Statistics of single trades have namesakes among those of the portfolio, which differ. */
const OF_TRADES = ['ProfitFactor', 'TotalNumberOfTrades', 'TotalFees'];

export type TargetReading =
  | { readonly ok: true; readonly target: LeanTarget }
  | { readonly ok: false; readonly wanted: string };

/**
 * LEAN's path of a statistic → our metric: `TotalPerformance.PortfolioStatistics.SharpeRatio`,
 * `Statistics.['Sharpe Ratio']`, or its bare name, in any case.
 */
export function readTarget(text: string): TargetReading {
  const parts = text
    .split(/[.[\]]+/)
    .map((part) => part.replaceAll(/["']/g, '').trim())
    .filter((part) => part !== '');
  const name = (parts.at(-1) ?? '').toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const isOfTrades = parts.some((part) => part.toLowerCase() === 'tradestatistics');
  const names = isOfTrades ? OF_TRADES : Object.keys(TARGETS);
  const target = TARGETS[names.find((one) => one.toLowerCase() === name) ?? ''];
  if (target !== undefined) return { ok: true, target };
  const near = nearestName(name, names);
  const hint = near === undefined ? names.join(', ') : `did you mean "${near}"?`;
  return { ok: false, wanted: `a statistic of LEAN that can be searched by (${hint})` };
}

/** A value of such a statistic in our unit: `"12.3%"` is 0.123 to LEAN. */
export function targetValue(value: unknown, { factor }: LeanTarget): unknown {
  const text = typeof value === 'string' ? value.trim() : value;
  const isPercent = typeof text === 'string' && text.endsWith('%');
  const number = asNumber(isPercent ? text.slice(0, -1) : text);
  if (typeof number !== 'number') return value;
  const scaled = (number * factor) / (isPercent ? 100 : 1);
  return Number(scaled.toPrecision(12));
}
