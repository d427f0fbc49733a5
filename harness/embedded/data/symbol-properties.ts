import { readFileSync } from 'node:fs';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';

export interface SymbolProperties {
  readonly quoteCurrency: string;
  readonly contractMultiplier: number;
  readonly minimumPriceVariation: number;
  readonly lotSize: number;
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
  };
}
