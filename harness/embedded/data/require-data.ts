import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError, type Problem } from '../../../runner/domain/errors.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { formatDay, parseDay } from './calendar-day.ts';
import { barsPath, marketHoursPath, minuteFolder, symbolPropertiesPath } from './data-paths.ts';
import { type MarketHours, readMarketHours } from './market-hours.ts';
import { availableDays, type BarSource, barFiles, mainKind } from './security-bars.ts';
import { loadReference } from './security-reference.ts';
import { readSymbolProperties, type SymbolProperties } from './symbol-properties.ts';

/** @throws InputError where the dates are none, or the first comes after the last */
export function requireDates({ symbol, dates: { start, end } }: BacktestSetup): void {
  if (parseDay(start) <= parseDay(end)) return;
  throw new InputError(`Cannot backtest ${symbol}`, [
    { path: 'start', wanted: `a day up to "${end}"`, found: `"${start}"` },
  ]);
}

/** @throws InputError that names every file that is missing */
export function requireFiles(setup: BacktestSetup): void {
  const problems: Problem[] = [];
  for (const file of [marketHoursPath(setup.dataFolder), symbolPropertiesPath(setup.dataFolder)]) {
    if (!existsSync(file)) {
      problems.push({ path: 'data', wanted: `the file "${file}"`, found: 'no such file' });
    }
  }
  const { mapFile } = loadReference(setup, setup.symbol);
  const { resolution, symbol } = setup;
  const days = { firstDay: parseDay(setup.dates.start), lastDay: parseDay(setup.dates.end) };
  const source = { at: setup, ticker: symbol, resolution, mapFile, ...days };
  if (availableFiles(source) === 0) {
    const place =
      resolution === 'minute'
        ? minuteFolder(setup, symbol)
        : barsPath(setup, resolution, { ticker: symbol, kind: mainKind(source) });
    const what = resolution === 'minute' ? 'the folder' : 'the file';
    problems.push({ path: 'symbol', wanted: `${what} "${place}"`, found: listTickers(place) });
  }
  if (problems.length > 0) {
    throw new InputError(`Cannot read the data of ${setup.symbol}`, problems);
  }
}

function availableFiles(source: BarSource): number {
  if (source.resolution === 'minute') return availableDays(source) === null ? 0 : 1;
  return barFiles(source, mainKind(source)).length;
}

/** So many tickers say what kind of names the folder has. */
const MOST_TICKERS = 20;

function listTickers(file: string): string {
  const folder = dirname(file);
  if (!existsSync(folder)) return `no folder "${folder}"`;
  const tickers = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.name.endsWith('.zip'))
    .map((entry) => entry.name.replace(/(_trade|_quote)?\.zip$/, ''));
  const names = [...new Set(tickers)].sort();
  const shown = names.slice(0, MOST_TICKERS).join(', ');
  const more = names.length - MOST_TICKERS;
  return more > 0 ? `${shown} and ${more} more` : shown || 'no data';
}

/** @throws InputError where the databases do not know the market */
export function readDatabases(setup: BacktestSetup): {
  hours: MarketHours;
  properties: SymbolProperties;
} {
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

/** @throws InputError that says for which days there is data */
export function refuseEmpty(
  setup: BacktestSetup,
  available: { start: number; end: number } | null,
): never {
  throw new InputError(`Cannot backtest ${setup.symbol}`, [
    {
      path: 'start',
      wanted: `bars between ${setup.dates.start} and ${setup.dates.end}`,
      found:
        available === null
          ? 'no bars'
          : `bars between ${formatDay(available.start)} and ${formatDay(available.end)}`,
    },
  ]);
}
