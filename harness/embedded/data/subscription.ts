import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { PERIODS, type Resolution } from './bar-grid.ts';

/** Bars that an algorithm asks for. */
export interface Subscription
  extends Pick<BacktestSetup, 'securityType' | 'market' | 'resolution' | 'normalization'> {
  /** In capitals. */
  readonly ticker: string;
  /** Whether a bar without data repeats the one before. */
  readonly fillForward: boolean;
  /** Read for currency rates alone; the algorithm does not see it. */
  readonly isInternal: boolean;
}

/** The market of a security where none is named: LEAN's default brokerage's. */
export const DEFAULT_MARKETS = {
  equity: 'usa',
  forex: 'oanda',
  cfd: 'oanda',
  crypto: 'coinbase',
} as const;

/** The same of any brokerage. */
export type DefaultMarkets = Readonly<Record<keyof typeof DEFAULT_MARKETS, string>>;

/** The job's own symbol. */
export function ownSubscription(setup: BacktestSetup): Subscription {
  const { symbol, securityType, market, resolution, normalization } = setup;
  const ticker = symbol.toUpperCase();
  const kept = { ticker, securityType, market, resolution, normalization };
  return { ...kept, fillForward: true, isInternal: false };
}

/** Equal for subscriptions to the same bars. @param step how often bars are repeated */
export function subscriptionKey(subscription: Subscription, step: Resolution): string {
  const { ticker, securityType, market, resolution, normalization } = subscription;
  const filled = subscription.fillForward ? step : 'gaps';
  const kind = subscription.isInternal ? 'internal' : 'shown';
  const prices = securityType === 'equity' ? normalization : 'Raw';
  return [ticker, securityType, market, resolution, prices, filled, kind].join('/');
}

/** The finest resolution among those that the algorithm sees, in which LEAN repeats bars of all. */
export function fillForwardStep(subscriptions: readonly Subscription[]): Resolution {
  const shown = subscriptions.filter((subscription) => !subscription.isInternal);
  return finest(shown.map((subscription) => subscription.resolution));
}

export function finer(one: Resolution, other: Resolution): Resolution {
  return PERIODS[other] < PERIODS[one] ? other : one;
}

export function finest(resolutions: readonly Resolution[]): Resolution {
  return resolutions.reduce<Resolution>(finer, 'daily');
}

/** The setup as it would be with the subscription as its symbol. */
export function setupOf(setup: BacktestSetup, subscription: Subscription): BacktestSetup {
  const { ticker, securityType, market, resolution, normalization } = subscription;
  return { ...setup, symbol: ticker, securityType, market, resolution, normalization };
}

/** Whether bars were subscribed to in just this way. */
export function sameBars(
  { subscription: own }: { readonly subscription: Subscription },
  wanted: Subscription,
): boolean {
  return (
    own.ticker === wanted.ticker &&
    own.securityType === wanted.securityType &&
    own.market === wanted.market &&
    own.resolution === wanted.resolution &&
    own.normalization === wanted.normalization &&
    own.fillForward === wanted.fillForward &&
    own.isInternal === wanted.isInternal
  );
}
