import { readFileSync } from 'node:fs';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';

export interface SymbolProperties {
  readonly quoteCurrency: string;
  readonly contractMultiplier: number;
  readonly minimumPriceVariation: number;
  readonly lotSize: number;
  /** The least that a broker takes, in units or in quote currency; null where it does not say. */
  readonly minimumOrderSize: number | null;
}

/** A pair, or a contract that is quoted in a currency. */
export interface CurrencyPair {
  readonly ticker: string;
  readonly securityType: BacktestSetup['securityType'];
  readonly market: string;
  readonly base: string;
  readonly quote: string;
}

/** What a pair is bought with and what is bought: the ticker ends with the currency it is quoted in. */
export function currencyPair(
  at: Pick<BacktestSetup, 'securityType' | 'market' | 'symbol'>,
  quote: string,
): CurrencyPair | null {
  const { securityType, market } = at;
  const ticker = at.symbol.toUpperCase();
  if (securityType === 'equity' || !ticker.endsWith(quote) || ticker === quote) return null;
  return { ticker, securityType, market, base: ticker.slice(0, -quote.length), quote };
}

/** Every pair of a market, in the order of the file. @throws Error where the file cannot be read */
export function listPairs(
  file: string,
  { securityType, market }: Pick<BacktestSetup, 'securityType' | 'market'>,
): CurrencyPair[] {
  const pairs: CurrencyPair[] = [];
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const fields = line.split(',');
    if (fields[0] !== market || fields[2] !== securityType) continue;
    const pair = currencyPair({ securityType, market, symbol: fields[1] ?? '' }, fields[4] ?? '');
    if (pair !== null) pairs.push(pair);
  }
  return pairs;
}

/**
 * The line of a symbol, or of its market where the symbol has none of its own; null where the
 * database has neither.
 * @throws Error where the file cannot be read
 */
export function readSymbolProperties(
  file: string,
  { securityType, market, symbol }: Pick<BacktestSetup, 'securityType' | 'market' | 'symbol'>,
): SymbolProperties | null {
  let shared: SymbolProperties | null = null;
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const fields = line.split(',');
    if (fields[0] !== market || fields[2] !== securityType) continue;
    if (fields[1]?.toUpperCase() === symbol.toUpperCase()) return parseProperties(fields);
    if (fields[1] === '[*]') shared = parseProperties(fields);
  }
  return shared;
}

function parseProperties(fields: readonly string[]): SymbolProperties {
  return {
    quoteCurrency: fields[4] ?? 'USD',
    contractMultiplier: Number(fields[5]),
    minimumPriceVariation: Number(fields[6]),
    lotSize: Number(fields[7]),
    minimumOrderSize: (fields[9] ?? '') === '' ? null : Number(fields[9]),
  };
}
