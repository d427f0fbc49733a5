import { join } from 'node:path';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';

type Market = Pick<BacktestSetup, 'dataFolder' | 'securityType' | 'market'>;

/** Where LEAN keeps what: see the README in its Data folder. */
export function barsPath(at: Market, resolution: 'daily' | 'hour', ticker: string): string {
  return join(at.dataFolder, at.securityType, at.market, resolution, `${ticker.toLowerCase()}.zip`);
}

export function mapFilePath(at: Market, ticker: string): string {
  return join(
    at.dataFolder,
    at.securityType,
    at.market,
    'map_files',
    `${ticker.toLowerCase()}.csv`,
  );
}

export function factorFilePath(at: Market, ticker: string): string {
  return join(
    at.dataFolder,
    at.securityType,
    at.market,
    'factor_files',
    `${ticker.toLowerCase()}.csv`,
  );
}

export function marketHoursPath(dataFolder: string): string {
  return join(dataFolder, 'market-hours', 'market-hours-database.json');
}

export function symbolPropertiesPath(dataFolder: string): string {
  return join(dataFolder, 'symbol-properties', 'symbol-properties-database.csv');
}

export function interestRatePath(dataFolder: string): string {
  return join(dataFolder, 'alternative', 'interest-rate', 'usa', 'interest-rate.csv');
}
