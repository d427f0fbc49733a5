import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { symbolPropertiesPath } from './data-paths.ts';
import type { DefaultMarkets } from './subscription.ts';
import { type CurrencyPair, listPairs } from './symbol-properties.ts';

/** A pair whose price takes a currency to the next one. */
export interface PathStep {
  readonly pair: CurrencyPair;
  /** Whether the inverse of the price does. */
  readonly isInverted: boolean;
}

/**
 * How a currency is converted to another: by one pair, or else by two. Pairs that are there come
 * before those that could be added; the first that fits is taken, as LEAN does. Null where none fits.
 */
export function currencyPath(
  currency: string,
  account: string,
  pairs: readonly CurrencyPair[],
): PathStep[] | null {
  for (const pair of pairs) {
    const step = stepOf(pair, currency, account);
    if (step !== null) return [step];
  }
  for (const pair of pairs) {
    const middle = otherSide(pair, currency);
    if (middle === null) continue;
    const first = { pair, isInverted: currency === pair.quote };
    for (const next of pairs) {
      const second = stepOf(next, middle, account);
      if (second !== null) return [first, second];
    }
  }
  return null;
}

function stepOf(pair: CurrencyPair, from: string, to: string): PathStep | null {
  if (pair.base === from && pair.quote === to) return { pair, isInverted: false };
  return pair.base === to && pair.quote === from ? { pair, isInverted: true } : null;
}

function otherSide({ base, quote }: CurrencyPair, currency: string): string | null {
  if (base === currency) return quote;
  return quote === currency ? base : null;
}

const KINDS = ['forex', 'cfd', 'crypto'] as const;

/**
 * The pairs that LEAN looks through for a rate: of the default markets, then of those that securities
 * are traded on.
 */
export function candidatePairs(
  { dataFolder }: Pick<BacktestSetup, 'dataFolder'>,
  there: readonly Pick<CurrencyPair, 'securityType' | 'market'>[],
  defaultMarkets: DefaultMarkets,
): CurrencyPair[] {
  const file = symbolPropertiesPath(dataFolder);
  return KINDS.flatMap((securityType) => {
    const markets = new Set<string>([defaultMarkets[securityType]]);
    for (const { securityType: kind, market } of there) {
      // Brokers of currencies trade contracts for difference too, and the other way round.
      const isSame = kind === securityType || (kind !== 'crypto' && securityType !== 'crypto');
      if (isSame) markets.add(market);
    }
    return [...markets].flatMap((market) => listPairs(file, { securityType, market }));
  });
}
