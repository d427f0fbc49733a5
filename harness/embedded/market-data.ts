import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError, type Problem } from '../../runner/domain/errors.ts';
import type { DateRange } from '../../runner/domain/evaluation.ts';
import type { BacktestSetup } from '../../runner/domain/executor.ts';
import { benchmarkAt, benchmarkResolution, loadBenchmark } from './data/benchmark.ts';
import { dayOf, formatDay, parseDay } from './data/calendar-day.ts';
import { type BarColumns, layDailyBars } from './data/columns.ts';
import { corporateEvents } from './data/corporate-events.ts';
import {
  barsPath,
  interestRatePath,
  marketHoursPath,
  symbolPropertiesPath,
} from './data/data-paths.ts';
import { defaultInterestRate, readInterestRate } from './data/interest-rate.ts';
import { delistingDay } from './data/map-file.ts';
import { type MarketHours, readMarketHours, sessionsBetween } from './data/market-hours.ts';
import { barFiles, normalizeBars, readSecurityBars } from './data/security-bars.ts';
import {
  loadReference,
  referenceFiles,
  type SecurityReference,
} from './data/security-reference.ts';
import { shareFloat64 } from './data/shared-columns.ts';
import { readSymbolProperties, type SymbolProperties } from './data/symbol-properties.ts';
import { timeZone } from './data/time-zone.ts';
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
    warnings: warningsOf({ setup, reference, available, benchmarkTicker, lastDay, firstDay }),
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

function refuseUnsupported(setup: BacktestSetup): void {
  const problems: Problem[] = [];
  if (setup.securityType !== 'equity') {
    problems.push({ path: 'security_type', wanted: '"equity"', found: `"${setup.securityType}"` });
  }
  if (setup.resolution !== 'daily') {
    problems.push({ path: 'resolution', wanted: '"daily"', found: `"${setup.resolution}"` });
  }
  if (!(parseDay(setup.dates.start) <= parseDay(setup.dates.end))) {
    const { start, end } = setup.dates;
    problems.push({ path: 'start', wanted: `a day up to "${end}"`, found: `"${start}"` });
  }
  if (problems.length > 0) throw new InputError(`Cannot backtest ${setup.symbol}`, problems);
}

function requireFiles(setup: BacktestSetup): void {
  const problems: Problem[] = [];
  for (const file of [marketHoursPath(setup.dataFolder), symbolPropertiesPath(setup.dataFolder)]) {
    if (!existsSync(file)) {
      problems.push({ path: 'data', wanted: `the file "${file}"`, found: 'no such file' });
    }
  }
  const { mapFile } = loadReference(setup, setup.symbol);
  if (barFiles({ setup, ticker: setup.symbol, resolution: 'daily', mapFile }).length === 0) {
    const file = barsPath(setup, 'daily', setup.symbol);
    problems.push({ path: 'symbol', wanted: `the file "${file}"`, found: listTickers(file) });
  }
  if (problems.length > 0) {
    throw new InputError(`Cannot read the data of ${setup.symbol}`, problems);
  }
}

function listTickers(file: string): string {
  const folder = dirname(file);
  if (!existsSync(folder)) return `no folder "${folder}"`;
  const tickers = readdirSync(folder)
    .filter((name) => name.endsWith('.zip'))
    .map((name) => name.slice(0, -'.zip'.length));
  const shown = tickers.slice(0, 20).join(', ');
  return tickers.length > 20 ? `${shown} and ${tickers.length - 20} more` : shown || 'no data';
}

function readDatabases(setup: BacktestSetup): { hours: MarketHours; properties: SymbolProperties } {
  const hoursFile = marketHoursPath(setup.dataFolder);
  const propertiesFile = symbolPropertiesPath(setup.dataFolder);
  const hours = readMarketHours(hoursFile, setup);
  const properties = readSymbolProperties(propertiesFile, setup);
  if (hours !== null && properties !== null) return { hours, properties };
  const file = hours === null ? hoursFile : propertiesFile;
  throw new InputError(`Cannot read the data of ${setup.symbol}`, [
    {
      path: 'market',
      wanted: `an entry for ${setup.securityType} ${setup.market} in "${file}"`,
      found: 'none',
    },
  ]);
}

function refuseEmpty(setup: BacktestSetup, available: { start: number; end: number }): never {
  throw new InputError(`Cannot backtest ${setup.symbol}`, [
    {
      path: 'start',
      wanted: `bars between ${setup.dates.start} and ${setup.dates.end}`,
      found: `bars between ${formatDay(available.start)} and ${formatDay(available.end)}`,
    },
  ]);
}

function lastSessionBefore(hours: MarketHours, day: number) {
  return sessionsBetween(hours, day - 10, day - 1).slice(-1);
}

interface Findings {
  readonly setup: BacktestSetup;
  readonly reference: SecurityReference;
  readonly available: { start: number; end: number };
  readonly benchmarkTicker: string;
  readonly firstDay: number;
  readonly lastDay: number;
}

/** A few days without data at either end are weekends and holidays. */
const GAP_DAYS = 7;

function warningsOf(findings: Findings): string[] {
  const { setup, reference, available, benchmarkTicker, firstDay, lastDay } = findings;
  const warnings = [...reference.warnings];
  if (available.start > firstDay + GAP_DAYS) {
    warnings.push(
      `Data of ${setup.symbol} begins late: wanted ${setup.dates.start}, found ${formatDay(available.start)}`,
    );
  }
  if (available.end < lastDay - GAP_DAYS) {
    warnings.push(
      `Data of ${setup.symbol} ends early: wanted ${setup.dates.end}, found ${formatDay(available.end)}; the last price stands until then`,
    );
  }
  if (benchmarkResolution(setup, benchmarkTicker) === null) {
    const file = barsPath(setup, 'hour', benchmarkTicker);
    warnings.push(`No benchmark: wanted "${file}", found none; alpha and beta are not measured`);
  }
  if (!existsSync(interestRatePath(setup.dataFolder))) {
    const file = interestRatePath(setup.dataFolder);
    warnings.push(`No interest rates: wanted "${file}", found none; 1 % is taken, as LEAN does`);
  }
  return warnings;
}

function averageRate(setup: BacktestSetup, { sampleTime }: Timeline): number {
  const file = interestRatePath(setup.dataFolder);
  const rateOn = existsSync(file) ? readInterestRate(file) : defaultInterestRate;
  let sum = 0;
  for (const time of sampleTime) sum += rateOn(dayOf(time));
  return sum / sampleTime.length;
}
