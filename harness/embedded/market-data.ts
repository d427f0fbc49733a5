import { existsSync } from 'node:fs';
import type { DateRange } from '../../runner/domain/evaluation.ts';
import type { BacktestSetup } from '../../runner/domain/executor.ts';
import { type BarSlices, buildBarSlices, momentsOf } from './data/bar-slices.ts';
import {
  type Benchmark,
  benchmarkAt,
  benchmarkSetup,
  benchmarkSource,
  loadBenchmark,
  loadChosenBenchmark,
} from './data/benchmark.ts';
import {
  type BenchmarkChoice,
  type BenchmarkSymbol,
  setupWithBenchmark,
} from './data/benchmark-choice.ts';
import { dayOf, formatDay, MS_PER_DAY, parseDay } from './data/calendar-day.ts';
import type { BarColumns } from './data/columns.ts';
import { interestRatePath, marketHoursPath, symbolPropertiesPath } from './data/data-paths.ts';
import { dataWarnings } from './data/data-warnings.ts';
import { defaultInterestRate, readInterestRate } from './data/interest-rate.ts';
import { requireDates } from './data/require-data.ts';
import { barFiles, mainKind } from './data/security-bars.ts';
import {
  barSource,
  loadSecurityData,
  requireBars,
  type SecurityData,
  securityFiles,
} from './data/security-data.ts';
import { loadReference, referenceFiles } from './data/security-reference.ts';
import { shareFloat64 } from './data/shared-columns.ts';
import { ownSubscription } from './data/subscription.ts';
import type { SymbolProperties } from './data/symbol-properties.ts';
import { ALGORITHM_ZONE, timeZone } from './data/time-zone.ts';
import { buildTimeline, type Timeline } from './data/timeline.ts';
import type { TradingHours } from './data/trading-hours.ts';

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
  /** The slices of a backtest of the symbol alone. */
  readonly barSlices: BarSlices;
  readonly timeline: Timeline;
  /** The benchmark at each of the timeline's daily samples; null where it has no data. */
  readonly benchmark: {
    readonly ticker: string;
    /** What its price is in. */
    readonly currency: string;
    readonly daily: Float64Array<SharedArrayBuffer>;
    /** Every price of its feed, which also marks open trades of the same symbol. */
    readonly time: Float64Array<SharedArrayBuffer>;
    readonly price: Float64Array<SharedArrayBuffer>;
  } | null;
  /** The yearly risk-free rate at each of the timeline's equity samples … */
  readonly riskFreeRates: Float64Array<SharedArrayBuffer>;
  /** … and their mean. */
  readonly riskFreeRate: number;
  /** The job's symbol. */
  readonly own: SecurityData;
  /** Further securities that the strategy was seen to ask for. */
  readonly others: readonly SecurityData[];
}

/**
 * Reads all that backtests of the setup need.
 * @throws InputError where a file is missing, or there is nothing in the setup's dates
 */
export function loadMarketData(setup: BacktestSetup): MarketData {
  requireDates(setup);
  const own = loadSecurityData(setup, ownSubscription(setup), setup.resolution);
  requireBars(own);
  const { available, missingDays, coverage, reference, barCount } = own;
  const { exchangeZone, properties, hours, bars } = own;
  const span = backtestSpan(setup);
  const benchmark = loadBenchmark(setup, span);
  const zone = timeZone(ALGORITHM_ZONE);
  const { events } = own;
  const barSlices = buildBarSlices({ barEnds: bars.end, events, zone });
  const moments = () => momentsOf(barSlices);
  const internal = benchmark?.slices ?? [];
  const timeline = buildTimeline({ moments, events, internal, ...span, zone });
  return {
    setup,
    barCount,
    available: { start: formatDay(available.start), end: formatDay(available.end) },
    warnings: dataWarnings({ setup, reference, available, missingDays, coverage }),
    exchangeZone,
    properties,
    hours,
    bars,
    barSlices,
    ...overTimeline({ setup, timeline, benchmark }),
    own,
    others: [],
  };
}

/** The same data, measured against what a strategy chose. */
export function withBenchmark(data: MarketData, choice: BenchmarkChoice): MarketData {
  const { setup, own, barSlices } = data;
  const span = backtestSpan(setup);
  const benchmark = loadChosenBenchmark(setup, choice, span);
  const timeline = buildTimeline({
    moments: () => momentsOf(barSlices),
    events: own.events,
    internal: benchmark?.slices ?? [],
    ...span,
    zone: timeZone(ALGORITHM_ZONE),
  });
  return { ...data, ...overTimeline({ setup, timeline, benchmark }) };
}

/** First and last day, and the moment at which the last one ends. */
export function backtestSpan({ dates }: BacktestSetup) {
  const firstDay = parseDay(dates.start);
  const lastDay = parseDay(dates.end);
  return { firstDay, lastDay, to: timeZone(ALGORITHM_ZONE).toUtc((lastDay + 1) * MS_PER_DAY) };
}

/** What depends on when slices come. */
export function overTimeline({
  setup,
  timeline,
  benchmark,
}: {
  readonly setup: BacktestSetup;
  readonly timeline: Timeline;
  readonly benchmark: Benchmark | null;
}): Pick<MarketData, 'timeline' | 'benchmark' | 'riskFreeRates' | 'riskFreeRate'> {
  const riskFreeRates = ratesOver(setup, timeline);
  return {
    timeline,
    benchmark: benchmark === null ? null : sampled(benchmark, timeline),
    riskFreeRates,
    riskFreeRate: riskFreeRates.reduce((sum, rate) => sum + rate, 0) / riskFreeRates.length,
  };
}

function sampled(benchmark: Benchmark, { dailyTime }: Timeline): MarketData['benchmark'] {
  const daily = shareFloat64(benchmarkAt(benchmark, dailyTime));
  return { ...benchmark, daily };
}

/** What a strategy was seen to ask for beside its job's symbol and benchmark. */
export interface AskedFor {
  readonly securities?: readonly SecurityData[];
  readonly benchmarks?: Iterable<BenchmarkSymbol>;
}

/** Absolute paths of every file that is read for the setup, and for what else its strategy asks for. */
export function marketDataFiles(
  setup: BacktestSetup,
  { securities = [], benchmarks = [] }: AskedFor = {},
): string[] {
  const shared = [
    marketHoursPath(setup.dataFolder),
    symbolPropertiesPath(setup.dataFolder),
    interestRatePath(setup.dataFolder),
  ];
  const chosen = [...benchmarks].map((benchmark) => setupWithBenchmark(setup, benchmark));
  return [
    ...new Set([
      ...securityFiles(setup),
      ...securities.flatMap((security) => securityFiles(security.setup)),
      ...[setup, ...chosen].flatMap(benchmarkFiles),
      ...shared.filter((file) => existsSync(file)),
    ]),
  ].sort();
}

function benchmarkFiles(setup: BacktestSetup): string[] {
  const { mapFile } = loadReference(setup, setup.symbol);
  const source = benchmarkSource(setup, barSource(setup, mapFile));
  const at = benchmarkSetup(setup);
  const bars = source === null ? [] : barFiles(source, mainKind(source));
  return [...bars, ...referenceFiles(at, at.symbol)];
}

function ratesOver(
  setup: BacktestSetup,
  { sampleTime }: Timeline,
): Float64Array<SharedArrayBuffer> {
  const file = interestRatePath(setup.dataFolder);
  const rateOn = existsSync(file) ? readInterestRate(file) : defaultInterestRate;
  return shareFloat64(sampleTime.map((time) => rateOn(dayOf(time))));
}
