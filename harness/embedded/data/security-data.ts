import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { barGrid, endsWithMarket, PERIODS, type Resolution, stepEnds } from './bar-grid.ts';
import { dayOf, MS_PER_DAY, parseDay } from './calendar-day.ts';
import { type BarColumns, startOf } from './columns.ts';
import { type CorporateEvent, corporateEvents } from './corporate-events.ts';
import { type DataCoverage, dataCoverage } from './data-coverage.ts';
import { tickKinds } from './data-paths.ts';
import { lastPriceBefore } from './last-price.ts';
import { loadBars } from './load-bars.ts';
import { delistingDay, type MapFile } from './map-file.ts';
import { sessionsBetween } from './market-hours.ts';
import { readDatabases, refuseEmpty, requireFiles } from './require-data.ts';
import { availableDays, type BarSource, barFiles } from './security-bars.ts';
import { loadReference, referenceFiles, type SecurityReference } from './security-reference.ts';
import { type Subscription, setupOf } from './subscription.ts';
import { currencyPair, type SymbolProperties } from './symbol-properties.ts';
import { ALGORITHM_ZONE, timeZone } from './time-zone.ts';
import { type TradingHours, tradingHours } from './trading-hours.ts';

/** Opening and closing times are known for this long beyond the last day. */
const HOURS_BEYOND_DAYS = 15;

/** All that is read of one security. Columns lie in shared memory. */
export interface SecurityData {
  /** How often its bars are repeated where there is no newer one. */
  readonly step: Resolution;
  readonly subscription: Subscription;
  /** The setup as it would be with this security as its symbol. */
  readonly setup: BacktestSetup;
  /** Bars inside the setup's dates, those that only repeat the one before not counted. */
  readonly barCount: number;
  /** First and last day for which the data folder has bars. */
  readonly available: { readonly start: number; readonly end: number };
  /** Trading days inside the data that have no bar. */
  readonly missingDays: readonly number[];
  /** Of the trading days that the setup asks for, before and after the data too. */
  readonly coverage: DataCoverage;
  readonly reference: SecurityReference;
  readonly exchangeZone: string;
  readonly properties: SymbolProperties;
  /** The currency that is bought, of a pair; null for everything else. */
  readonly baseCurrency: string | null;
  readonly hours: TradingHours;
  /** Whether the market closes at the end of each bar. */
  readonly endsWithMarket: boolean;
  readonly bars: BarColumns;
  /**
   * Moments at which the last bar is shown again, because the algorithm also sees bars of a finer
   * resolution; null where it does not.
   */
  readonly repeats: Float64Array<SharedArrayBuffer> | null;
  readonly events: readonly CorporateEvent[];
  /** Last price before the first day, which currencies are converted at until there is a newer one; 0 where there is none. */
  readonly seed: number;
}

/**
 * Reads a security.
 * @param step how often bars are repeated where there is no newer one
 * @throws InputError where a file is missing, or there is nothing in the setup's dates
 */
export function loadSecurityData(
  job: BacktestSetup,
  subscription: Subscription,
  step: Resolution,
): SecurityData {
  const setup = setupOf(job, subscription);
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
  const start = algorithm.toUtc(firstDay * MS_PER_DAY);
  const isStrict = endsWithMarket(setup, trading);
  const { resolution, normalization } = setup;
  const to = lastListed < lastDay ? Math.min(end, delisted) : end;
  const place = { hours, trading, resolution, sessions, isStrict, from: start, to };
  const grid = barGrid(place);
  const { fillForward, isInternal } = subscription;
  const isStepped = fillForward && PERIODS[step] < PERIODS[resolution];
  const { factors } = reference;
  const prices = { bars: source, factors, normalization, firstDay };
  const bars = loadBars({ ...prices, grid, fillForward, hasQuotes: !isInternal });
  const barCount = bars.filled.length - bars.filled.reduce((sum, filled) => sum + filled, 0);
  const pair = currencyPair(setup, properties.quoteCurrency);
  return {
    step,
    subscription,
    setup,
    barCount,
    available,
    missingDays: filledDays(bars, hours.dataZone).filter((day) => day <= available.end),
    coverage: dataCoverage(bars, { sessions, zone: exchange }),
    reference,
    exchangeZone: hours.exchangeZone,
    properties,
    baseCurrency: setup.securityType === 'cfd' ? null : (pair?.base ?? null),
    hours: trading,
    endsWithMarket: resolution === 'daily' && isStrict,
    bars,
    repeats: isStepped ? stepEnds(place, step) : null,
    events: corporateEvents({ ...reference, sessions, lastDay, zone: exchange }),
    seed: pair === null ? 0 : lastPriceBefore(prices, { hours, trading, start, isStrict }),
  };
}

/** @throws InputError where there is no bar inside the setup's dates */
export function requireBars({ barCount, setup, available }: SecurityData): void {
  if (barCount === 0) refuseEmpty(setup, available);
}

/** Absolute paths of every file that is read of a security. */
export function securityFiles(setup: BacktestSetup): string[] {
  const source = barSource(setup, loadReference(setup, setup.symbol).mapFile);
  return [
    ...tickKinds(setup, setup.resolution).flatMap((kind) => barFiles(source, kind)),
    ...referenceFiles(setup, setup.symbol),
  ];
}

export function barSource(setup: BacktestSetup, mapFile: MapFile): BarSource {
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

/** Days on which every bar only repeats an old one. */
function filledDays(bars: BarColumns, dataZone: string): number[] {
  const { filled } = bars;
  const zone = timeZone(dataZone);
  const missing = new Set<number>();
  for (const [index, isFilled] of filled.entries()) {
    const day = dayOf(zone.toLocal(startOf(bars, index)));
    if (isFilled === 1) missing.add(day);
  }
  for (const [index, isFilled] of filled.entries()) {
    if (isFilled === 0) missing.delete(dayOf(zone.toLocal(startOf(bars, index))));
  }
  return [...missing];
}
