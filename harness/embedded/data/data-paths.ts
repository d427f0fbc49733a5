import { join } from 'node:path';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';

type Market = Pick<BacktestSetup, 'dataFolder' | 'securityType' | 'market'>;

/** What LEAN keeps files of. */
export type TickKind = 'trade' | 'quote';

/** The kinds of bars that LEAN gives an algorithm, the one that sets the price first. */
export function tickKinds(
  { securityType }: Pick<Market, 'securityType'>,
  resolution: BacktestSetup['resolution'],
): readonly TickKind[] {
  if (securityType === 'equity') return resolution === 'minute' ? ['trade', 'quote'] : ['trade'];
  return securityType === 'crypto' ? ['trade', 'quote'] : ['quote'];
}

/** Where LEAN keeps what: see the README in its Data folder. */
export function barsPath(
  at: Market,
  resolution: 'daily' | 'hour',
  { ticker, kind }: { readonly ticker: string; readonly kind: TickKind },
): string {
  const name = ticker.toLowerCase();
  const file = at.securityType === 'crypto' ? `${name}_${kind}.zip` : `${name}.zip`;
  return join(at.dataFolder, at.securityType, at.market, resolution, file);
}

/** The folder of a symbol's minute bars, a file for each day and kind. */
export function minuteFolder(at: Market, ticker: string): string {
  return join(at.dataFolder, at.securityType, at.market, 'minute', ticker.toLowerCase());
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
