import { existsSync } from 'node:fs';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { barGrid, endsWithMarket } from './bar-grid.ts';
import { type BenchmarkChoice, quoteCurrencyOf, setupWithBenchmark } from './benchmark-choice.ts';
import { type CorporateEvent, corporateEvents } from './corporate-events.ts';
import { barsPath, marketHoursPath, type TickKind, tickKinds } from './data-paths.ts';
import { midPrices } from './load-bars.ts';
import { readMarketHours, sessionsBetween } from './market-hours.ts';
import type { BarSource } from './security-bars.ts';
import { loadReference } from './security-reference.ts';
import { shareFloat64 } from './shared-columns.ts';
import { timeZone } from './time-zone.ts';
import { tradingHours } from './trading-hours.ts';

/** The benchmark's price over time, always adjusted. Times are UTC milliseconds. */
export interface Benchmark {
  readonly ticker: string;
  /** What its price is in. */
  readonly currency: string;
  readonly time: Float64Array<SharedArrayBuffer>;
  readonly price: Float64Array<SharedArrayBuffer>;
  /** Moments of slices that its feed makes, which the algorithm does not see. */
  readonly slices: readonly number[];
}

/** What a job calls the benchmark that LEAN takes with the strategy's brokerage model. */
export const BROKERAGE = 'brokerage';
/** LEAN's with its default model, an equity. */
const DEFAULT_BENCHMARK = 'SPY';

/** The setup as it would be with the benchmark as its symbol: LEAN's are equities where not told. */
export function benchmarkSetup(setup: BacktestSetup): BacktestSetup {
  const { symbol, securityType } = setup;
  const benchmark = setup.benchmark === BROKERAGE ? DEFAULT_BENCHMARK : setup.benchmark;
  if (benchmark === 'self' || benchmark.toUpperCase() === symbol.toUpperCase()) return setup;
  if (securityType === 'equity') return { ...setup, symbol: benchmark };
  return { ...setup, symbol: benchmark, securityType: 'equity', market: 'usa' };
}

/** The resolution that a benchmark is read at: hours as in LEAN, days where there are no hours. */
export function benchmarkResolution(setup: BacktestSetup): 'hour' | 'daily' | null {
  const at = benchmarkSetup(setup);
  const exists = (resolution: 'hour' | 'daily') =>
    existsSync(
      barsPath(at, resolution, {
        ticker: at.symbol,
        kind: tickKinds(at, resolution)[0] as TickKind,
      }),
    );
  if (exists('hour')) return 'hour';
  return exists('daily') ? 'daily' : null;
}

/** Where the benchmark's bars are read from; null where there are none. */
export function benchmarkSource(
  setup: BacktestSetup,
  { firstDay, lastDay }: { firstDay: number; lastDay: number },
): BarSource | null {
  const resolution = benchmarkResolution(setup);
  if (resolution === null) return null;
  const at = benchmarkSetup(setup);
  const { mapFile } = loadReference(at, at.symbol);
  return { at, ticker: at.symbol, resolution, mapFile, firstDay, lastDay };
}

interface Dates {
  readonly firstDay: number;
  readonly lastDay: number;
  /** Bars that start from here on are of no use. */
  readonly to: number;
}

/** Null where the data folder has no prices of the benchmark. */
export function loadBenchmark(
  setup: BacktestSetup,
  { firstDay, lastDay, to }: Dates,
): Benchmark | null {
  const bars = benchmarkSource(setup, { firstDay, lastDay });
  const at = benchmarkSetup(setup);
  const hours = readMarketHours(marketHoursPath(setup.dataFolder), at);
  if (bars === null || hours === null) return null;
  // From the trading day before the start, so that the first sample has a price.
  const before = sessionsBetween(hours, firstDay - 10, firstDay - 1).slice(-1);
  const sessions = [...before, ...sessionsBetween(hours, firstDay, lastDay)];
  const [first] = sessions;
  if (first === undefined) return null;
  const zone = timeZone(hours.exchangeZone);
  const trading = tradingHours(hours, first.day, lastDay + 1);
  const isStrict = endsWithMarket(at, trading);
  const from = zone.toUtc(first.open);
  const { resolution } = bars;
  const grid = barGrid({ hours, trading, resolution, sessions, isStrict, from, to });
  const reference = loadReference(at, at.symbol);
  const { factors } = reference;
  const time: number[] = [];
  const price: number[] = [];
  const normalization = 'Adjusted';
  for (const { start, values } of midPrices({ bars, factors, normalization, firstDay })) {
    for (let index = 0; index < start.length; index++) {
      const end = grid.place(start[index] as number)?.[1];
      if (end === undefined || end <= (time.at(-1) ?? 0)) continue;
      time.push(end);
      price.push(values[3]?.[index] as number);
    }
  }
  const events = corporateEvents({ ...reference, sessions, lastDay, zone });
  return {
    ticker: at.symbol.toUpperCase(),
    currency: quoteCurrencyOf(at),
    time: shareFloat64(time),
    price: shareFloat64(price),
    slices: resolution === 'hour' ? [...time, ...toldTimes(events)] : [],
  };
}

/** The same of what a strategy chose; null also for what is no security. */
export function loadChosenBenchmark(
  setup: BacktestSetup,
  choice: BenchmarkChoice,
  dates: Dates,
): Benchmark | null {
  if (typeof choice === 'function') return null;
  return loadBenchmark(choice === null ? setup : setupWithBenchmark(setup, choice), dates);
}

/** LEAN tells a feed that the algorithm does not see neither of splits nor of dividends. */
function toldTimes(events: readonly CorporateEvent[]): number[] {
  return events
    .filter(({ kind }) => kind === 'symbol-change' || kind === 'delisting')
    .map(({ time }) => time);
}

/** The benchmark's last price at each of the ascending `times`; 0 before its first. */
export function benchmarkAt({ time, price }: Benchmark, times: ArrayLike<number>): number[] {
  const values: number[] = [];
  let next = 0;
  for (let index = 0; index < times.length; index++) {
    while (next < time.length && (time[next] as number) <= (times[index] as number)) next++;
    values.push(next === 0 ? 0 : smartRound(price[next - 1] as number));
  }
  return values;
}

/** LEAN's rounding of chart values: 4 decimals above 1,000, else 7 significant digits. */
export function smartRound(value: number): number {
  return Math.abs(value) > 1000 ? Number(value.toFixed(4)) : Number(value.toPrecision(7));
}
