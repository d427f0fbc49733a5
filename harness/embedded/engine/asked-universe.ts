import { benchmarkCurrencies, benchmarkKey } from '../data/benchmark-choice.ts';
import { type UniverseRequest, universeKey } from '../universe.ts';
import type { BacktestContext } from './backtest-context.ts';

/** Whether what was asked for is what the universe holds: nearly always it is. */
export function isExpected(context: BacktestContext): boolean {
  const { universe, portfolio, benchmarkChoice } = context;
  const { securities: held, shownCount, slices } = universe;
  const { securities } = portfolio;
  if (benchmarkKey(benchmarkChoice) !== universe.benchmarkKey) return false;
  if (securities.length !== shownCount || asksForBook(context) !== (slices !== null)) return false;
  for (const [index, { data }] of securities.entries()) if (data !== held[index]) return false;
  // A universe without a book has one currency beside the dollar at most: its own security's.
  return slices === null || universeKey(askedUniverse(context)) === universe.key;
}

/** What the algorithm has asked for so far. */
export function askedUniverse(context: BacktestContext): UniverseRequest {
  const { cashBook, subscriptions, brokerage, benchmarkChoice } = context;
  const needsBook = asksForBook(context);
  for (const currency of currenciesOfBenchmark(context)) cashBook.ensure(currency);
  const { accountCurrency, values } = cashBook;
  const currencies = values.map((cash) => cash.symbol).filter((one) => one !== accountCurrency);
  return {
    subscriptions,
    accountCurrency,
    currencies,
    needsBook,
    defaultMarkets: brokerage.defaultMarkets,
    benchmark: benchmarkChoice,
  };
}

/** Whether a single security in dollars is too simple an account for what was asked for. */
function asksForBook(context: BacktestContext): boolean {
  const { needsBook, portfolio, cashBook, data: market } = context;
  const { securities } = portfolio;
  if (needsBook || securities.length > 1 || !cashBook.isInDollars) return true;
  const isOwn = (currency: string) => currency === 'USD' || currency === market.own.baseCurrency;
  if (!currenciesOfBenchmark(context).every(isOwn)) return true;
  return securities.some(
    ({ data, symbol, quoteCurrency, marginRate }) =>
      data !== market.own ||
      symbol.securityType === 'cfd' ||
      quoteCurrency.symbol !== 'USD' ||
      // A model that is more than a fixed margin.
      Number.isNaN(marginRate),
  );
}

/** What the cash book knows of through the benchmark. */
function currenciesOfBenchmark(context: BacktestContext): readonly string[] {
  const { benchmarkChoice: choice, universe, data } = context;
  if (typeof choice === 'function') return [];
  if (choice === null) return data.benchmark === null ? [] : [data.benchmark.currency];
  const isKnown = benchmarkKey(choice) === universe.benchmarkKey;
  // Read once, since that means to look through the symbol properties.
  return isKnown ? universe.benchmarkCurrencies : benchmarkCurrencies(data.setup, choice);
}
