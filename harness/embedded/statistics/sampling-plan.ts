import { MS_PER_DAY } from '../data/calendar-day.ts';
import type { MarketData } from '../market-data.ts';

/**
 * Which slices the statistics look at: all that is the same for every backtest of a setup, so that
 * a backtest's own part is one short loop. Positions count from 0 for the value before the first
 * slice, 1 for the first slice.
 */
export interface SamplingPlan {
  /** Positions where equity is sampled, a run of equal ones once; with first and last time of each run. */
  readonly sampled: Int32Array;
  readonly sampledFirst: Float64Array;
  readonly sampledLast: Float64Array;
  /** Years of 365 days between the first and the last equity sample. */
  readonly years: number;
  /** Days whose return counts: position before, position after, and the benchmark's return. */
  readonly dayFrom: Int32Array;
  readonly dayTo: Int32Array;
  readonly dayBenchmark: Float64Array;
  /** Number of daily returns, those of days without a slice (0) included. */
  readonly days: number;
  readonly benchmarkMean: number;
  /** Sample variance of the benchmark's daily returns; 0 without a benchmark. */
  readonly benchmarkVariance: number;
  /** For each day the last slice before its end, and the position whose equity turnover is measured against. */
  readonly turnoverSlice: Int32Array;
  readonly turnoverPosition: Int32Array;
  /** Number of days that turnover is averaged over. */
  readonly turnoverDays: number;
}

/**
 * LEAN leaves out the first day, which has no return, and the second, on which orders for the first
 * open are filled.
 */
const SKIPPED_DAYS = 2;

export function planSampling(data: MarketData): SamplingPlan {
  const { sampleTime, sampleSlice, dailySlice } = data.timeline;
  const runs = sampleRuns(sampleTime, sampleSlice);
  const from: number[] = [];
  const to: number[] = [];
  for (let day = SKIPPED_DAYS; day < dailySlice.length; day++) {
    const before = dailySlice[day - 1] as number;
    const after = dailySlice[day] as number;
    if (before === after) continue;
    from.push(before + 1);
    to.push(after + 1);
  }
  return {
    ...runs,
    years: ((sampleTime.at(-1) ?? 0) - (sampleTime[0] ?? 0)) / MS_PER_DAY / 365,
    dayFrom: Int32Array.from(from),
    dayTo: Int32Array.from(to),
    days: Math.max(0, dailySlice.length - SKIPPED_DAYS),
    ...planBenchmark(data),
    turnoverSlice: dailySlice,
    turnoverPosition: dailySlice.map((slice) => slice + 1),
    turnoverDays: dailySlice.length - 1,
  };
}

/** The part of a plan that the benchmark decides. */
export function planBenchmark({
  timeline: { dailySlice },
  benchmark,
}: Pick<MarketData, 'timeline' | 'benchmark'>): Pick<
  SamplingPlan,
  'dayBenchmark' | 'benchmarkMean' | 'benchmarkVariance'
> {
  const returns = benchmarkReturns(benchmark?.daily ?? new Float64Array(dailySlice.length));
  const counted = returns.subarray(SKIPPED_DAYS);
  const mean = counted.reduce((sum, value) => sum + value, 0) / Math.max(1, counted.length);
  const squares = counted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    dayBenchmark: counted.filter((_, day) => {
      const after = day + SKIPPED_DAYS;
      return dailySlice[after - 1] !== dailySlice[after];
    }),
    benchmarkMean: mean,
    benchmarkVariance: counted.length > 1 ? squares / (counted.length - 1) : 0,
  };
}

function sampleRuns(times: Float64Array, slices: Int32Array) {
  const sampled: number[] = [];
  const first: number[] = [];
  const last: number[] = [];
  for (let index = 0; index < times.length; index++) {
    const position = (slices[index] as number) + 1;
    const time = times[index] as number;
    if (sampled.at(-1) === position) last[last.length - 1] = time;
    else {
      sampled.push(position);
      first.push(time);
      last.push(time);
    }
  }
  return {
    sampled: Int32Array.from(sampled),
    sampledFirst: Float64Array.from(first),
    sampledLast: Float64Array.from(last),
  };
}

function benchmarkReturns(daily: Float64Array): Float64Array {
  const returns = new Float64Array(daily.length);
  for (let day = 1; day < daily.length; day++) {
    const before = daily[day - 1] as number;
    returns[day] = before === 0 ? 0 : ((daily[day] as number) - before) / before;
  }
  return returns;
}

/** The position whose equity a fill's turnover is measured against: the end of its day. */
export function turnoverPosition(plan: SamplingPlan, slice: number): number {
  const { turnoverSlice, turnoverPosition } = plan;
  let low = 0;
  let high = turnoverSlice.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((turnoverSlice[middle] as number) < slice) low = middle + 1;
    else high = middle;
  }
  return turnoverPosition[low] as number;
}
