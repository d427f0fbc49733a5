import type { TransactionRecord } from '../engine/portfolio.ts';
import { measureDrawdown } from './drawdown.ts';
import { chartMoments, equityMoments } from './equity-moments.ts';
import { normalCdf } from './normal.ts';
import type { SamplingPlan } from './sampling-plan.ts';

/** LEAN's portfolio statistics under LEAN's names, unrounded. Rates and returns are fractions. */
export interface PortfolioStatistics {
  readonly averageWinRate: number;
  readonly averageLossRate: number;
  readonly profitLossRatio: number;
  readonly winRate: number;
  readonly lossRate: number;
  readonly expectancy: number;
  readonly startEquity: number;
  readonly endEquity: number;
  readonly compoundingAnnualReturn: number;
  readonly drawdown: number;
  readonly totalNetProfit: number;
  readonly sharpeRatio: number;
  readonly probabilisticSharpeRatio: number;
  readonly sortinoRatio: number;
  readonly alpha: number;
  readonly beta: number;
  readonly annualStandardDeviation: number;
  readonly annualVariance: number;
  readonly informationRatio: number;
  readonly trackingError: number;
  readonly treynorRatio: number;
  readonly drawdownRecovery: number;
}

interface Source {
  /** The portfolio's value before the first slice, then after each. */
  readonly equity: Float64Array;
  readonly plan: SamplingPlan;
  readonly records: readonly TransactionRecord[];
  readonly startEquity: number;
  readonly riskFreeRate: number;
  readonly tradingDays: number;
  /** Takes daily returns with the digits that LEAN keeps of them, for what is printed. */
  readonly rounds: boolean;
}

/** LEAN's default for US equities. */
export const TRADING_DAYS = 252;

export function portfolioStatistics(source: Source): PortfolioStatistics {
  const { equity, plan, startEquity } = source;
  const endEquity = equity[equity.length - 1] as number;
  const drawdown = measureDrawdown(equity, plan);
  // An account that owes money has no growth rate.
  const growth = plan.years === 0 ? 0 : (endEquity / startEquity) ** (1 / plan.years) - 1;
  return {
    ...wins(source),
    startEquity,
    endEquity,
    compoundingAnnualReturn: Number.isFinite(growth) ? growth : 0,
    drawdown: drawdown.depth,
    totalNetProfit: endEquity / startEquity - 1,
    ...ratios(source),
    drawdownRecovery: drawdown.recoveryDays,
  };
}

/** Each record against the capital that the records before it left. */
function wins({ records, startEquity }: Source) {
  let capital = startEquity;
  let gained = 0;
  let lost = 0;
  let won = 0;
  for (const { profitLoss } of records) {
    if (profitLoss > 0) {
      gained += divide(profitLoss, capital);
      won++;
    } else lost += divide(profitLoss, capital);
    capital += profitLoss;
  }
  const count = records.length;
  const averageWinRate = divide(gained, won);
  const averageLossRate = divide(lost, count - won);
  const profitLossRatio = divide(averageWinRate, Math.abs(averageLossRate));
  const winRate = divide(won, count);
  const lossRate = divide(count - won, count);
  const expectancy = winRate * profitLossRatio - lossRate;
  return { averageWinRate, averageLossRate, profitLossRatio, winRate, lossRate, expectancy };
}

function ratios({ equity, plan, riskFreeRate, tradingDays, rounds }: Source) {
  const moments = rounds ? chartMoments(equity, plan) : equityMoments(equity, plan);
  const { benchmarkMean, benchmarkVariance } = plan;
  const annualVariance = moments.variance * tradingDays;
  const annualStandardDeviation = Math.sqrt(annualVariance);
  const performance = annualized(moments.mean, tradingDays);
  const benchmark = annualized(benchmarkMean, tradingDays);
  const excess = performance - riskFreeRate;
  const downside = Math.sqrt(moments.downsideVariance * tradingDays);
  const beta = divide(moments.covariance, benchmarkVariance);
  const differenceVariance = moments.variance + benchmarkVariance - 2 * moments.covariance;
  const trackingError = Math.sqrt(Math.max(0, differenceVariance) * tradingDays);
  return {
    sharpeRatio: divide(excess, annualStandardDeviation),
    probabilisticSharpeRatio: probabilisticSharpe(moments, {
      days: plan.days,
      riskFreeRate,
      tradingDays,
    }),
    sortinoRatio: divide(excess, downside),
    alpha: beta === 0 ? 0 : performance - (riskFreeRate + beta * (benchmark - riskFreeRate)),
    beta,
    annualStandardDeviation,
    annualVariance,
    informationRatio: divide(performance - benchmark, trackingError),
    trackingError,
    treynorRatio: divide(excess, beta),
  };
}

function annualized(daily: number, tradingDays: number): number {
  return (1 + daily) ** tradingDays - 1;
}

/**
 * Probability that the true Sharpe ratio is above 1 a year (Bailey & López de Prado 2012, eq. 11),
 * with excess kurtosis, as LEAN has it.
 */
function probabilisticSharpe(
  { mean, variance, skewness, kurtosis }: ReturnType<typeof equityMoments>,
  years: { readonly days: number; readonly riskFreeRate: number; readonly tradingDays: number },
): number {
  const { days, tradingDays } = years;
  const riskFreeRate = years.riskFreeRate / tradingDays;
  const observed = variance === 0 ? 0 : (mean - riskFreeRate) / Math.sqrt(variance);
  const spread = Math.sqrt(
    (1 - skewness * observed + ((kurtosis - 1) / 4) * observed ** 2) / (days - 1),
  );
  if (Number.isNaN(spread)) return 0;
  return normalCdf(divide(observed - 1 / Math.sqrt(tradingDays), spread));
}

/** LEAN's ratios are 0 where there is nothing to divide by. */
function divide(value: number, by: number): number {
  return by === 0 ? 0 : value / by;
}
