import { existsSync } from 'node:fs';
import type { DateRange } from '../../runner/domain/evaluation.ts';
import type { BacktestSetup } from '../../runner/domain/executor.ts';
import { benchmarkAt, benchmarkResolution, loadBenchmark } from './data/benchmark.ts';
import { dayOf, formatDay, parseDay } from './data/calendar-day.ts';
import { type BarColumns, layDailyBars } from './data/columns.ts';
import { corporateEvents } from './data/corporate-events.ts';
import { interestRatePath, marketHoursPath, symbolPropertiesPath } from './data/data-paths.ts';
import { dataWarnings } from './data/data-warnings.ts';
import { defaultInterestRate, readInterestRate } from './data/interest-rate.ts';
import { delistingDay } from './data/map-file.ts';
import { type MarketHours, type Session, sessionsBetween } from './data/market-hours.ts';
import {
  readDatabases,
  refuseEmpty,
  refuseUnsupported,
  requireFiles,
} from './data/require-data.ts';
import { barFiles, normalizeBars, readSecurityBars } from './data/security-bars.ts';
import { loadReference, referenceFiles } from './data/security-reference.ts';
import { shareFloat64 } from './data/shared-columns.ts';
import type { SymbolProperties } from './data/symbol-properties.ts';
import { type TimeZone, timeZone } from './data/time-zone.ts';
import { buildTimeline, type Timeline } from './data/timeline.ts';

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
  requireFiles(setup);
  const { hours, properties } = readDatabases(setup);
  const zone = timeZone(hours.exchangeZone);
  const reference = loadReference(setup, setup.symbol);
  const firstDay = parseDay(setup.dates.start);
  const lastDay = parseDay(setup.dates.end);
  const sessions = sessionsBetween(hours, firstDay, lastDay);

  const raw = readSecurityBars({ setup, resolution: 'daily', ...reference });
  const available = { start: dayOf(raw.start[0] ?? 0), end: dayOf(raw.start.at(-1) ?? 0) };
  const normalized = normalizeBars(raw, reference.factors, {
    normalization: setup.normalization,
    firstDay,
  });
  const listed = sessions.filter(
    (session) => session.day <= (delistingDay(reference.mapFile) ?? lastDay),
  );
  const bars = layDailyBars(normalized, listed, zone);
  const barCount = bars.filled.length - bars.filled.reduce((sum, filled) => sum + filled, 0);
  if (barCount === 0) refuseEmpty(setup, available);

  const benchmarkTicker = benchmarkOf(setup);
  const benchmark = loadBenchmark({
    setup,
    reference: loadReference(setup, benchmarkTicker),
    hours,
    sessions: [...lastSessionBefore(hours, firstDay), ...sessions],
    zone,
  });
  const timeline = buildTimeline({
    barEnds: bars.end,
    events: corporateEvents({ ...reference, sessions: listed, zone }),
    internal: benchmark?.slices ?? [],
    firstDay,
    lastDay,
    zone,
  });
  return {
    setup,
    barCount,
    available: { start: formatDay(available.start), end: formatDay(available.end) },
    warnings: dataWarnings({
      setup,
      reference,
      available,
      benchmarkTicker,
      missingDays: filledDays(bars, zone).filter((day) => day <= available.end),
    }),
    exchangeZone: hours.exchangeZone,
    properties,
    bars,
    timeline,
    benchmark:
      benchmark === null
        ? null
        : {
            ticker: benchmark.ticker,
            daily: shareFloat64(benchmarkAt(benchmark, timeline.dailyTime)),
            time: benchmark.time,
            price: benchmark.price,
          },
    riskFreeRate: averageRate(setup, timeline),
  };
}

/** Absolute paths of every file that `loadMarketData` reads for the setup. */
export function marketDataFiles(setup: BacktestSetup): string[] {
  const benchmark = benchmarkOf(setup);
  const { mapFile } = loadReference(setup, setup.symbol);
  const resolution = benchmarkResolution(setup, benchmark);
  const benchmarkFiles =
    resolution === null
      ? []
      : barFiles({
          setup,
          ticker: benchmark,
          resolution,
          mapFile: loadReference(setup, benchmark).mapFile,
        });
  const shared = [
    marketHoursPath(setup.dataFolder),
    symbolPropertiesPath(setup.dataFolder),
    interestRatePath(setup.dataFolder),
  ];
  return [
    ...new Set([
      ...barFiles({ setup, ticker: setup.symbol, resolution: 'daily', mapFile }),
      ...referenceFiles(setup, setup.symbol),
      ...benchmarkFiles,
      ...referenceFiles(setup, benchmark),
      ...shared.filter((file) => existsSync(file)),
    ]),
  ].sort();
}

function benchmarkOf(setup: BacktestSetup): string {
  return setup.benchmark === 'self' ? setup.symbol : setup.benchmark;
}

function averageRate(setup: BacktestSetup, { sampleTime }: Timeline): number {
  const file = interestRatePath(setup.dataFolder);
  const rateOn = existsSync(file) ? readInterestRate(file) : defaultInterestRate;
  let sum = 0;
  for (const time of sampleTime) sum += rateOn(dayOf(time));
  return sum / sampleTime.length;
}

function filledDays({ start, filled }: BarColumns, zone: TimeZone): number[] {
  const days: number[] = [];
  for (const [index, isFilled] of filled.entries()) {
    if (isFilled === 1) days.push(dayOf(zone.toLocal(start[index] as number)));
  }
  return days;
}

function lastSessionBefore(hours: MarketHours, day: number): Session[] {
  return sessionsBetween(hours, day - 10, day - 1).slice(-1);
}
