import { dayOf, MS_PER_DAY } from '../data/calendar-day.ts';
import { placeOf } from '../data/place-of.ts';
import type { TransactionRecord } from '../engine/portfolio.ts';
import type { MarketData } from '../market-data.ts';
import { type PortfolioStatistics, portfolioStatistics } from './portfolio-statistics.ts';
import type { SamplingPlan } from './sampling-plan.ts';
import { valueAtRisk } from './value-at-risk.ts';

/** First and last day, in UTC. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

export interface Measured {
  readonly data: Pick<MarketData, 'timeline' | 'benchmark' | 'riskFreeRates'>;
  /** The portfolio's value before the first slice, then after each. */
  readonly equity: Float64Array;
  readonly records: readonly TransactionRecord[];
  readonly tradingDays: number;
  /** Turnover at each daily sample but the first. */
  readonly turnover: readonly number[];
}

export interface PeriodStatistics {
  readonly statistics: PortfolioStatistics;
  readonly portfolioTurnover: number;
  readonly valueAtRisk99: number;
  readonly valueAtRisk95: number;
}

/** What LEAN needs to reckon a spread. */
const LEAST_RETURNS = 2;

/**
 * LEAN's portfolio statistics of some days of a backtest: of the samples on these days alone, without
 * the returns of their first two; null where there are no samples.
 */
export function periodStatistics(measured: Measured, period: Period): PeriodStatistics | null {
  const { data, equity, records, tradingDays, turnover } = measured;
  const { sampleTime, sampleSlice, dailyTime, dailySlice } = data.timeline;
  const samples = placesIn(sampleTime, period);
  const days = placesIn(dailyTime, period);
  if (samples.end <= samples.first) return null;
  const at = (slice: number): number => equity[slice + 1] as number;
  const daily = Array.from(dailySlice.subarray(days.first, days.end), at);
  const sampled = Array.from(sampleSlice.subarray(samples.first, samples.end), at);
  const isWhole = samples.end - samples.first === sampleTime.length;
  const startEquity = isWhole ? (equity[0] as number) : (sampled[0] as number);
  const plan = planOf(data, { samples, days, daily: daily.length });
  const statistics =
    plan.days < LEAST_RETURNS
      ? { ...NOTHING, startEquity, endEquity: sampled.at(-1) as number }
      : portfolioStatistics({
          equity: Float64Array.from([...daily, ...sampled]),
          plan,
          records: records.filter(
            ({ time }) => dayOf(time) >= period.from && isUntil(time, period),
          ),
          startEquity,
          riskFreeRate: mean(data.riskFreeRates.subarray(samples.first, samples.end)),
          tradingDays,
          rounds: true,
        });
  const returns = daily.slice(2).map((value, day) => change(daily[day + 1] as number, value));
  return {
    statistics,
    portfolioTurnover: mean(turnover.slice(Math.max(0, days.first - 1), Math.max(0, days.end - 1))),
    valueAtRisk99: valueAtRisk(returns, 0.99, tradingDays),
    valueAtRisk95: valueAtRisk(returns, 0.95, tradingDays),
  };
}

/** Whether a moment lies before the end of a period. */
export function isUntil(time: number, { to }: Period): boolean {
  return time < (to + 1) * MS_PER_DAY;
}

interface Places {
  readonly first: number;
  /** The first place after them. */
  readonly end: number;
}

/** Where the ascending moments of the period's days stand. */
function placesIn(times: Float64Array, { from, to }: Period): Places {
  return { first: placeOf(times, from * MS_PER_DAY), end: placeOf(times, (to + 1) * MS_PER_DAY) };
}

/** For an equity that holds the value of each day and then that of each sample. */
function planOf(
  { timeline, benchmark }: Measured['data'],
  { samples, days, daily }: { samples: Places; days: Places; daily: number },
): SamplingPlan {
  const times = timeline.sampleTime.subarray(samples.first, samples.end);
  const prices = benchmark?.daily.subarray(days.first, days.end) ?? new Float64Array(daily);
  const dayTo = Int32Array.from({ length: Math.max(0, daily - 2) }, (_, day) => day + 2);
  const dayBenchmark = Float64Array.from(dayTo, (day) =>
    change(prices[day - 1] as number, prices[day] as number),
  );
  const benchmarkMean = mean(dayBenchmark);
  const squares = dayBenchmark.reduce((sum, value) => sum + (value - benchmarkMean) ** 2, 0);
  return {
    sampled: Int32Array.from(times, (_, sample) => daily + sample),
    sampledFirst: times,
    sampledLast: times,
    years: ((times.at(-1) ?? 0) - (times[0] ?? 0)) / MS_PER_DAY / 365,
    dayFrom: dayTo.map((day) => day - 1),
    dayTo,
    dayBenchmark,
    days: dayTo.length,
    benchmarkMean,
    benchmarkVariance: dayTo.length > 1 ? squares / (dayTo.length - 1) : 0,
    turnoverSlice: new Int32Array(),
    turnoverPosition: new Int32Array(),
    turnoverDays: 0,
  };
}

function change(before: number, after: number): number {
  return before === 0 ? 0 : (after - before) / before;
}

function mean(values: Float64Array | readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}

const NOTHING = {
  averageWinRate: 0,
  averageLossRate: 0,
  profitLossRatio: 0,
  winRate: 0,
  lossRate: 0,
  expectancy: 0,
  startEquity: 0,
  endEquity: 0,
  compoundingAnnualReturn: 0,
  drawdown: 0,
  totalNetProfit: 0,
  sharpeRatio: 0,
  probabilisticSharpeRatio: 0,
  sortinoRatio: 0,
  alpha: 0,
  beta: 0,
  annualStandardDeviation: 0,
  annualVariance: 0,
  informationRatio: 0,
  trackingError: 0,
  treynorRatio: 0,
  drawdownRecovery: 0,
} satisfies PortfolioStatistics;

/** What LEAN says of days without samples. */
export const NO_PERIOD: PeriodStatistics = {
  statistics: NOTHING,
  portfolioTurnover: 0,
  valueAtRisk99: 0,
  valueAtRisk95: 0,
};
