import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError, type Problem } from '../../../runner/domain/errors.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { formatDay, parseDay } from './calendar-day.ts';
import { barsPath, marketHoursPath, symbolPropertiesPath } from './data-paths.ts';
import { type MarketHours, readMarketHours } from './market-hours.ts';
import { barFiles } from './security-bars.ts';
import { loadReference } from './security-reference.ts';
import { readSymbolProperties, type SymbolProperties } from './symbol-properties.ts';

/** What the engine cannot backtest, whatever the data. */
export function unsupported({
  securityType,
  resolution,
}: Pick<BacktestSetup, 'securityType' | 'resolution'>): Problem[] {
  const problems: Problem[] = [];
  if (securityType !== 'equity') {
    problems.push({ path: 'security_type', wanted: '"equity"', found: `"${securityType}"` });
  }
  if (resolution !== 'daily') {
    problems.push({ path: 'resolution', wanted: '"daily"', found: `"${resolution}"` });
  }
  return problems;
}

/** @throws InputError where the engine cannot do what the setup asks */
export function refuseUnsupported(setup: BacktestSetup): void {
  const problems = unsupported(setup);
  if (!(parseDay(setup.dates.start) <= parseDay(setup.dates.end))) {
    const { start, end } = setup.dates;
    problems.push({ path: 'start', wanted: `a day up to "${end}"`, found: `"${start}"` });
  }
  if (problems.length > 0) throw new InputError(`Cannot backtest ${setup.symbol}`, problems);
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
  available: { start: number; end: number },
): never {
  throw new InputError(`Cannot backtest ${setup.symbol}`, [
    {
      path: 'start',
      wanted: `bars between ${setup.dates.start} and ${setup.dates.end}`,
      found: `bars between ${formatDay(available.start)} and ${formatDay(available.end)}`,
    },
  ]);
}
