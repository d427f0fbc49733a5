import { existsSync } from 'node:fs';
import type { DateRange } from '../../runner/domain/evaluation.ts';
import type { BacktestSetup } from '../../runner/domain/executor.ts';
import { barGrid, endsWithMarket } from './data/bar-grid.ts';
import {
  type Benchmark,
  benchmarkAt,
  benchmarkSetup,
  benchmarkSource,
  loadBenchmark,
} from './data/benchmark.ts';
import { dayOf, formatDay, MS_PER_DAY, parseDay } from './data/calendar-day.ts';
import type { BarColumns } from './data/columns.ts';
import { corporateEvents } from './data/corporate-events.ts';
import {
  interestRatePath,
  marketHoursPath,
  symbolPropertiesPath,
  tickKinds,
} from './data/data-paths.ts';
import { dataWarnings } from './data/data-warnings.ts';
import { defaultInterestRate, readInterestRate } from './data/interest-rate.ts';
import { loadBars } from './data/load-bars.ts';
import { delistingDay, type MapFile } from './data/map-file.ts';
import { sessionsBetween } from './data/market-hours.ts';
import {
  readDatabases,
  refuseEmpty,
  refuseUnsupported,
  requireFiles,
} from './data/require-data.ts';
import { availableDays, type BarSource, barFiles, mainKind } from './data/security-bars.ts';
import { loadReference, referenceFiles } from './data/security-reference.ts';
import { shareFloat64 } from './data/shared-columns.ts';
import type { SymbolProperties } from './data/symbol-properties.ts';
import { ALGORITHM_ZONE, timeZone } from './data/time-zone.ts';
import { buildTimeline, type Timeline } from './data/timeline.ts';
import { type TradingHours, tradingHours } from './data/trading-hours.ts';

/** Opening and closing times are known for this long beyond the last day. */
const HOURS_BEYOND_DAYS = 15;

/**
 * Everything that the backtests of a setup read, once for all of them. Columns lie in shared
 * memory; the whole can be posted to worker threads without copying them.
 */
export interface MarketData {
  readonly setup: BacktestSetup;
  /** Bars inside the setup's dates, those that only repeat the one before not counted. */
  readonly barCount: number;
  /** First and last day for which the data folder has bars. */
  readonly available: DateRange;
  /** Each says what is wrong, what was wanted and what was found. */
  readonly warnings: readonly string[];
  readonly exchangeZone: string;
  readonly properties: SymbolProperties;
  /** When the symbol's market is open. */
  readonly hours: TradingHours;
  readonly bars: BarColumns;
  readonly timeline: Timeline;
  /** The benchmark at each of the timeline's daily samples; null where it has no data. */
  readonly benchmark: {
    readonly ticker: string;
    readonly daily: Float64Array<SharedArrayBuffer>;
    /** Every price of its feed, which also marks open trades of the same symbol. */
    readonly time: Float64Array<SharedArrayBuffer>;
    readonly price: Float64Array<SharedArrayBuffer>;
  } | null;
  /** Mean yearly risk-free rate over the equity samples. */
  readonly riskFreeRate: number;
}

/**
 * Reads all that backtests of the setup need.
 * @throws InputError where a file is missing, or there is nothing in the setup's dates
 */
export function loadMarketData(setup: BacktestSetup): MarketData {
  refuseUnsupported(setup);
  const firstDay = parseDay(setup.dates.start);
  const lastDay = parseDay(setup.dates.end);
  requireFiles(setup);
  const { hours, properties } = readDatabases(setup);
  const reference = loadReference(setup, setup.symbol);
  const source = barSource(setup, reference.mapFile);
  const available = availableDays(source) ?? refuseEmpty(setup, null);

  const exchange = timeZone(hours.exchangeZone);
  const algorithm = timeZone(ALGORITHM_ZONE);
  const lastListed = Math.min(lastDay, delistingDay(reference.mapFile) ?? lastDay);
  const delisted = exchange.toUtc((lastListed + 1) * MS_PER_DAY);
  const trading = tradingHours(hours, firstDay - 1, lastDay + HOURS_BEYOND_DAYS);
  const sessions = sessionsBetween(hours, firstDay, lastListed);
  const end = algorithm.toUtc((lastDay + 1) * MS_PER_DAY);
  const grid = barGrid({
    hours,
    trading,
    resolution: setup.resolution,
    sessions,
    isStrict: endsWithMarket(setup, trading),
    from: algorithm.toUtc(firstDay * MS_PER_DAY),
    to: lastListed < lastDay ? Math.min(end, delisted) : end,
  });
  const { normalization } = setup;
  const { factors } = reference;
  const bars = loadBars({ bars: source, grid, factors, normalization, firstDay });
  const barCount = bars.filled.length - bars.filled.reduce((sum, filled) => sum + filled, 0);
  if (barCount === 0) refuseEmpty(setup, available);

  const benchmark = loadBenchmark(setup, { firstDay, lastDay, to: end });
  const timeline = buildTimeline({
    barEnds: bars.end,
    events: corporateEvents({ ...reference, sessions, zone: exchange }),
    internal: benchmark?.slices ?? [],
    firstDay,
    lastDay,
    zone: algorithm,
  });
  return {
    setup,
    barCount,
    available: { start: formatDay(available.start), end: formatDay(available.end) },
    warnings: dataWarnings({
      setup,
      reference,
      available,
      missingDays: filledDays(bars, hours.dataZone).filter((day) => day <= available.end),
    }),
    exchangeZone: hours.exchangeZone,
    properties,
    hours: trading,
    bars,
    timeline,
    benchmark: benchmark === null ? null : sampled(benchmark, timeline),
    riskFreeRate: averageRate(setup, timeline),
  };
}

function sampled(benchmark: Benchmark, { dailyTime }: Timeline): MarketData['benchmark'] {
  const { ticker, time, price } = benchmark;
  return { ticker, daily: shareFloat64(benchmarkAt(benchmark, dailyTime)), time, price };
}

/** Absolute paths of every file that `loadMarketData` reads for the setup. */
export function marketDataFiles(setup: BacktestSetup): string[] {
  const source = barSource(setup, loadReference(setup, setup.symbol).mapFile);
  const benchmark = benchmarkSource(setup, source);
  const shared = [
    marketHoursPath(setup.dataFolder),
    symbolPropertiesPath(setup.dataFolder),
    interestRatePath(setup.dataFolder),
  ];
  const other = benchmarkSetup(setup);
  return [
    ...new Set([
      ...tickKinds(setup, setup.resolution).flatMap((kind) => barFiles(source, kind)),
      ...referenceFiles(setup, setup.symbol),
      ...(benchmark === null ? [] : barFiles(benchmark, mainKind(benchmark))),
      ...referenceFiles(other, other.symbol),
      ...shared.filter((file) => existsSync(file)),
    ]),
  ].sort();
}

function barSource(setup: BacktestSetup, mapFile: MapFile): BarSource {
  return {
    at: setup,
    ticker: setup.symbol,
    resolution: setup.resolution,
    mapFile,
    // The data's days may begin hours before or after the algorithm's.
    firstDay: parseDay(setup.dates.start) - 1,
    lastDay: parseDay(setup.dates.end) + 1,
  };
}

function averageRate(setup: BacktestSetup, { sampleTime }: Timeline): number {
  const file = interestRatePath(setup.dataFolder);
  const rateOn = existsSync(file) ? readInterestRate(file) : defaultInterestRate;
  let sum = 0;
  for (const time of sampleTime) sum += rateOn(dayOf(time));
  return sum / sampleTime.length;
}

/** Days on which every bar only repeats an old one. */
function filledDays({ start, filled }: BarColumns, dataZone: string): number[] {
  const zone = timeZone(dataZone);
  const missing = new Set<number>();
  for (const [index, isFilled] of filled.entries()) {
    const day = dayOf(zone.toLocal(start[index] as number));
    if (isFilled === 1) missing.add(day);
  }
  for (const [index, isFilled] of filled.entries()) {
    if (isFilled === 0) missing.delete(dayOf(zone.toLocal(start[index] as number)));
  }
  return [...missing];
}
