import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { Subscription } from '../data/subscription.ts';

/** How a security is added; what is not said is as in the job. */
export interface SecurityOptions {
  readonly resolution?: BacktestSetup['resolution'];
  readonly market?: string;
  readonly dataNormalizationMode?: BacktestSetup['normalization'];
  /** Whether a bar without data repeats the one before; true where not said. */
  readonly fillForward?: boolean;
  readonly leverage?: number;
}

/** A job's market holds for securities of its own kind. */
export function subscriptionFor(
  setup: BacktestSetup,
  ticker: string,
  options: SecurityOptions & {
    readonly kind: BacktestSetup['securityType'];
    readonly defaultMarket: string;
  },
): Subscription {
  const { kind, defaultMarket } = options;
  const isOwnKind = kind === setup.securityType;
  return {
    ticker: ticker.toUpperCase(),
    securityType: kind,
    market: options.market ?? (isOwnKind ? setup.market : defaultMarket),
    resolution: options.resolution ?? setup.resolution,
    normalization: options.dataNormalizationMode ?? setup.normalization,
    fillForward: options.fillForward ?? true,
    isInternal: false,
  };
}
