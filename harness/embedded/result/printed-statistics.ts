import type { PortfolioStatistics } from '../statistics/portfolio-statistics.ts';
import { roundHalfAway } from '../statistics/rounding.ts';
import type { TradeStatistics } from '../statistics/trade-statistics.ts';
import { decimalText, doubleText, durationText, percentText, timeText } from './number-text.ts';

interface Totals {
  readonly orders: number;
  readonly fees: number;
  readonly turnover: number;
  /** Cash in several currencies is summed up, which gives LEAN's decimal its two digits. */
  readonly hasCurrencies: boolean;
  /** What stands before amounts. */
  readonly unit: string;
}

/**
 * The statistics as LEAN prints them. Estimated Strategy Capacity and Lowest Capacity Asset are
 * left out: they need the market's minute volumes.
 */
export function printedStatistics(
  statistics: PortfolioStatistics,
  { orders, fees, turnover, hasCurrencies, unit }: Totals,
): Record<string, string> {
  return {
    'Total Orders': String(orders),
    'Average Win': percentText(statistics.averageWinRate, 2),
    'Average Loss': percentText(statistics.averageLossRate, 2),
    'Compounding Annual Return': percentText(statistics.compoundingAnnualReturn, 3),
    Drawdown: drawdownText(statistics.drawdown),
    Expectancy: decimalText(statistics.expectancy, 3),
    'Start Equity': hasCurrencies
      ? statistics.startEquity.toFixed(2)
      : decimalText(statistics.startEquity, 2),
    'End Equity': decimalText(statistics.endEquity, 2),
    'Net Profit': percentText(statistics.totalNetProfit, 3),
    'Sharpe Ratio': doubleText(statistics.sharpeRatio, 3),
    'Sortino Ratio': doubleText(statistics.sortinoRatio, 3),
    'Probabilistic Sharpe Ratio': chanceText(statistics.probabilisticSharpeRatio),
    'Loss Rate': percentText(statistics.lossRate, 0),
    'Win Rate': percentText(statistics.winRate, 0),
    'Profit-Loss Ratio': decimalText(statistics.profitLossRatio, 2),
    Alpha: doubleText(statistics.alpha, 3),
    Beta: doubleText(statistics.beta, 3),
    'Annual Standard Deviation': doubleText(statistics.annualStandardDeviation, 3),
    'Annual Variance': doubleText(statistics.annualVariance, 3),
    'Information Ratio': doubleText(statistics.informationRatio, 3),
    'Tracking Error': doubleText(statistics.trackingError, 3),
    'Treynor Ratio': doubleText(statistics.treynorRatio, 3),
    'Total Fees': `${unit}${roundHalfAway(fees, 2).toFixed(2)}`,
    'Portfolio Turnover': percentText(turnover, 2),
    'Drawdown Recovery': String(statistics.drawdownRecovery),
  };
}

/** A decimal has no smaller numbers. */
const LEAST_DECIMAL = 1e-28;

/** However small, a chance that is not 0 has its zeros printed. */
function chanceText(fraction: number): string {
  return fraction >= LEAST_DECIMAL / 2 && fraction < 1e-9 ? '0.000%' : percentText(fraction, 3);
}

/** LEAN keeps the drawdown with three decimals of its fraction, then prints it as percent. */
function drawdownText(fraction: number): string {
  return fraction === 0 ? '0%' : `${(Math.round(fraction * 1000) / 10).toFixed(3)}%`;
}

/** Four decimals of every number, as text; LEAN keeps it thus to lose none to exponents. */
export function portfolioStatisticsTexts(
  statistics: PortfolioStatistics,
  extra: {
    readonly portfolioTurnover: number;
    readonly valueAtRisk99: number;
    readonly valueAtRisk95: number;
  },
): Record<string, string> {
  const { drawdownRecovery, drawdown, ...rest } = statistics;
  const values = { ...rest, drawdown: Math.round(drawdown * 1000) / 1000, ...extra };
  const texts = Object.entries(values).map(([name, value]) => [name, decimalText(value, 4)]);
  return { ...Object.fromEntries(texts), drawdownRecovery: String(drawdownRecovery) };
}

const COUNTS = new Set([
  'totalNumberOfTrades',
  'numberOfWinningTrades',
  'numberOfLosingTrades',
  'maxConsecutiveWinningTrades',
  'maxConsecutiveLosingTrades',
]);

export function tradeStatisticsTexts(statistics: TradeStatistics): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(statistics).map(([name, value]) => [name, tradeText(name, value)]),
  );
}

function tradeText(name: string, value: number | null): string | number | null {
  if (value === null || COUNTS.has(name)) return value;
  if (name.endsWith('DateTime')) return timeText(value);
  if (name.endsWith('Duration')) return durationText(value);
  return decimalText(value, 4);
}
