import { decimalMean, decimalMeanDifference } from './decimal-mean.ts';
import type { Trade } from './trade.ts';

/** LEAN's trade statistics under LEAN's names. Money in account currency, durations in ms. */
export interface TradeStatistics {
  readonly startDateTime: number | null;
  readonly endDateTime: number | null;
  readonly totalNumberOfTrades: number;
  readonly numberOfWinningTrades: number;
  readonly numberOfLosingTrades: number;
  readonly totalProfitLoss: number;
  readonly totalProfit: number;
  readonly totalLoss: number;
  readonly largestProfit: number;
  readonly largestLoss: number;
  readonly averageProfitLoss: number;
  readonly averageProfit: number;
  readonly averageLoss: number;
  readonly averageTradeDuration: number;
  readonly averageWinningTradeDuration: number;
  readonly averageLosingTradeDuration: number;
  readonly medianTradeDuration: number;
  readonly medianWinningTradeDuration: number;
  readonly medianLosingTradeDuration: number;
  readonly maxConsecutiveWinningTrades: number;
  readonly maxConsecutiveLosingTrades: number;
  readonly profitLossRatio: number;
  readonly winLossRatio: number;
  readonly winRate: number;
  readonly lossRate: number;
  readonly averageMAE: number;
  readonly averageMFE: number;
  readonly largestMAE: number;
  readonly largestMFE: number;
  readonly maximumClosedTradeDrawdown: number;
  readonly maximumIntraTradeDrawdown: number;
  readonly profitLossStandardDeviation: number;
  readonly profitLossDownsideDeviation: number;
  readonly profitFactor: number;
  readonly sharpeRatio: number;
  readonly sortinoRatio: number;
  readonly profitToMaxDrawdownRatio: number;
  readonly maximumEndTradeDrawdown: number;
  readonly averageEndTradeDrawdown: number;
  readonly maximumDrawdownDuration: number;
  readonly totalFees: number;
}

/** What LEAN gives a ratio whose divisor is zero while there is profit. */
const UNBOUNDED = 10;

export function tradeStatistics(trades: readonly Trade[]): TradeStatistics {
  const winners = trades.filter((trade) => trade.profitLoss > 0);
  const losers = trades.filter((trade) => trade.profitLoss <= 0);
  const profits = trades.map((trade) => trade.profitLoss);
  const totalProfit = sum(winners.map((trade) => trade.profitLoss));
  const totalLoss = sum(losers.map((trade) => trade.profitLoss));
  const totalProfitLoss = sum(profits);
  const averageProfitLoss = decimalMean(profits);
  const averageProfit = decimalMean(winners.map((trade) => trade.profitLoss));
  const averageLoss = decimalMean(losers.map((trade) => trade.profitLoss));
  const spread = deviation(profits);
  const downside = deviation(losers.map((trade) => trade.profitLoss));
  const excursions = trades.map((trade) => trade.mfe);
  const falls = drawdowns(trades);
  const winRate = ratio(winners.length, trades.length, 0);
  return {
    startDateTime: trades.length === 0 ? null : least(trades.map((trade) => trade.entryTime)),
    endDateTime: trades.length === 0 ? null : most(trades.map((trade) => trade.exitTime)),
    totalNumberOfTrades: trades.length,
    numberOfWinningTrades: winners.length,
    numberOfLosingTrades: losers.length,
    totalProfitLoss,
    totalProfit,
    totalLoss,
    largestProfit: Math.max(0, most(profits)),
    largestLoss: Math.min(0, least(profits)),
    averageProfitLoss,
    averageProfit,
    averageLoss,
    ...durations(trades, winners, losers),
    ...streaks(trades),
    profitLossRatio: ratio(averageProfit, Math.abs(averageLoss), 0),
    winLossRatio: trades.length === 0 ? 0 : ratio(winners.length, losers.length, UNBOUNDED),
    winRate,
    lossRate: trades.length === 0 ? 0 : 1 - winRate,
    averageMAE: decimalMean(trades.map((trade) => trade.mae)),
    averageMFE: decimalMean(excursions),
    largestMAE: Math.min(0, least(trades.map((trade) => trade.mae))),
    largestMFE: Math.max(0, most(trades.map((trade) => trade.mfe))),
    ...falls,
    profitLossStandardDeviation: spread,
    profitLossDownsideDeviation: downside,
    profitFactor: totalProfit === 0 ? 0 : ratio(totalProfit, -totalLoss, UNBOUNDED),
    sharpeRatio: ratio(averageProfitLoss, spread, 0),
    sortinoRatio: ratio(averageProfitLoss, downside, 0),
    profitToMaxDrawdownRatio:
      totalProfitLoss === 0
        ? 0
        : ratio(totalProfitLoss, -falls.maximumClosedTradeDrawdown, UNBOUNDED),
    maximumEndTradeDrawdown: Math.max(0, most(trades.map((trade) => trade.endTradeDrawdown))),
    averageEndTradeDrawdown: decimalMeanDifference(profits, excursions),
    totalFees: sum(trades.map((trade) => trade.totalFees)),
  };
}

function durations(...groups: [readonly Trade[], readonly Trade[], readonly Trade[]]) {
  const [all, won, lost] = groups.map((group) =>
    group.map((trade) => trade.exitTime - trade.entryTime),
  ) as [number[], number[], number[]];
  return {
    averageTradeDuration: meanDuration(all),
    averageWinningTradeDuration: meanDuration(won),
    averageLosingTradeDuration: meanDuration(lost),
    medianTradeDuration: median(all),
    medianWinningTradeDuration: median(won),
    medianLosingTradeDuration: median(lost),
  };
}

function streaks(trades: readonly Trade[]) {
  let winning = 0;
  let losing = 0;
  let maxConsecutiveWinningTrades = 0;
  let maxConsecutiveLosingTrades = 0;
  for (const { profitLoss } of trades) {
    winning = profitLoss > 0 ? winning + 1 : 0;
    losing = profitLoss > 0 ? 0 : losing + 1;
    maxConsecutiveWinningTrades = Math.max(maxConsecutiveWinningTrades, winning);
    maxConsecutiveLosingTrades = Math.max(maxConsecutiveLosingTrades, losing);
  }
  return { maxConsecutiveWinningTrades, maxConsecutiveLosingTrades };
}

/** Falls of the summed profit: of closed trades, and with each trade's excursions. */
function drawdowns(trades: readonly Trade[]) {
  let total = 0;
  let peak = 0;
  let peakWithMfe = 0;
  let peakTime = trades[0]?.entryTime ?? 0;
  let isBelow = false;
  let maximumClosedTradeDrawdown = 0;
  let maximumIntraTradeDrawdown = 0;
  let maximumDrawdownDuration = 0;
  for (const { profitLoss, mae, mfe, exitTime } of trades) {
    peakWithMfe = Math.max(peakWithMfe, total + mfe);
    maximumIntraTradeDrawdown = Math.min(maximumIntraTradeDrawdown, total + mae - peakWithMfe);
    total += profitLoss;
    if (profitLoss <= 0) {
      maximumClosedTradeDrawdown = Math.min(maximumClosedTradeDrawdown, total - peak);
      isBelow = true;
    } else if (total > peak) {
      peak = total;
      if (isBelow) maximumDrawdownDuration = Math.max(maximumDrawdownDuration, exitTime - peakTime);
      peakTime = exitTime;
      isBelow = false;
    }
  }
  return { maximumClosedTradeDrawdown, maximumIntraTradeDrawdown, maximumDrawdownDuration };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

const TICKS_PER_MS = 10_000;

/** LEAN moves its mean trade by trade and keeps it in whole ticks of 100 ns. */
function meanDuration(values: readonly number[]): number {
  let ticks = 0;
  for (const [index, value] of values.entries()) {
    const seconds = (value * TICKS_PER_MS) / 1e7 - ticks / 1e7;
    ticks += Math.trunc((seconds / (index + 1)) * 1e7);
  }
  return ticks / TICKS_PER_MS;
}

/** Of an even number of values LEAN takes the upper one of the middle. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Sample standard deviation; 0 for fewer than two values. */
function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const average = mean(values);
  return Math.sqrt(sum(values.map((value) => (value - average) ** 2)) / (values.length - 1));
}

function ratio(value: number, by: number, otherwise: number): number {
  return by > 0 ? value / by : otherwise;
}

function least(values: readonly number[]): number {
  return values.reduce((lowest, value) => Math.min(lowest, value), Number.POSITIVE_INFINITY);
}

function most(values: readonly number[]): number {
  return values.reduce((highest, value) => Math.max(highest, value), Number.NEGATIVE_INFINITY);
}
