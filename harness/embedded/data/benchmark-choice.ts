import { existsSync } from 'node:fs';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { symbolPropertiesPath } from './data-paths.ts';
import { currencyPair, readSymbolProperties } from './symbol-properties.ts';

/** A security that a strategy measures itself against. */
export interface BenchmarkSymbol extends Pick<BacktestSetup, 'securityType' | 'market'> {
  readonly ticker: string;
}

/** What a strategy is measured against at a moment. */
export type BenchmarkFunction = (time: Date) => number;

/** What a strategy says of its benchmark; null where it leaves that to its job. */
export type BenchmarkChoice = BenchmarkSymbol | BenchmarkFunction | null;

/** Equal for choices whose prices are read from the same place. */
export function benchmarkKey(choice: BenchmarkChoice): string {
  if (choice === null) return 'job';
  if (typeof choice === 'function') return 'function';
  return `${choice.ticker}/${choice.securityType}/${choice.market}`;
}

/** The setup with a security as its symbol and its benchmark, whatever its job says. */
export function setupWithBenchmark(
  setup: BacktestSetup,
  { ticker, securityType, market }: BenchmarkSymbol,
): BacktestSetup {
  return { ...setup, symbol: ticker, securityType, market, benchmark: 'self' };
}

/** What a benchmark's price is in; dollars where nothing is known of it. */
export function quoteCurrencyOf(at: BacktestSetup): string {
  const file = symbolPropertiesPath(at.dataFolder);
  if (!existsSync(file)) return 'USD';
  return readSymbolProperties(file, at)?.quoteCurrency ?? 'USD';
}

/** The currencies that LEAN's cash book knows of through a benchmark. */
export function benchmarkCurrencies(
  setup: BacktestSetup,
  symbol: BenchmarkSymbol,
): readonly string[] {
  const at = setupWithBenchmark(setup, symbol);
  const quote = quoteCurrencyOf(at);
  const pair = symbol.securityType === 'cfd' ? null : currencyPair(at, quote);
  return pair === null ? [quote] : [quote, pair.base];
}
