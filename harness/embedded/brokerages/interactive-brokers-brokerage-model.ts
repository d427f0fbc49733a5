import { dayOf } from '../data/calendar-day.ts';
import { DEFAULT_MARKETS } from '../data/subscription.ts';
import { SHARE_FEES } from '../engine/order-fee.ts';
import type { Security } from '../engine/security.ts';
import type { FeeModel } from '../fees/fee-model.ts';
import type { TimedOrder } from './brokerage-model.ts';
import { DefaultBrokerageModel, unsupportedSecurity } from './default-brokerage-model.ts';

const NAME = 'InteractiveBrokersBrokerageModel';

/** The least and the most of a currency that one order may be about. */
const FOREX_SIZES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  USD: [25_000, 7_000_000],
  AUD: [25_000, 6_000_000],
  CAD: [25_000, 6_000_000],
  CHF: [25_000, 6_000_000],
  CNH: [150_000, 40_000_000],
  DKK: [150_000, 35_000_000],
  EUR: [20_000, 6_000_000],
  GBP: [20_000, 5_000_000],
  HKD: [200_000, 50_000_000],
  JPY: [2_500_000, 550_000_000],
  KRW: [0, 200_000_000],
  MXN: [300_000, 70_000_000],
  NOK: [150_000, 35_000_000],
  NZD: [35_000, 8_000_000],
  RUB: [750_000, 30_000_000],
  SEK: [175_000, 40_000_000],
  SGD: [35_000, 8_000_000],
  ZAR: [350_000, 100_000_000],
};

export class InteractiveBrokersBrokerageModel extends DefaultBrokerageModel {
  override readonly leanCode: number = 1;
  /** None. */
  override readonly benchmark = () => 0;
  override readonly defaultMarkets = { ...DEFAULT_MARKETS, cfd: 'interactivebrokers' };

  override whyNotSubmit(security: Security, order: TimedOrder): string | null {
    const { securityType } = security.symbol;
    if (securityType === 'crypto') return unsupportedSecurity(NAME, security);
    if (order.type === 'marketOnClose' && securityType === 'forex') {
      return 'InteractiveBrokers does not support Market-on-Close orders for other security types different than Future and Equity.';
    }
    if (order.type === 'marketOnOpen') return badOpening(security);
    return securityType === 'forex' ? badForexSize(security, order.quantity) : null;
  }

  override whyNotUpdate(
    security: Security,
    _order: TimedOrder,
    { quantity }: { readonly quantity?: number } = {},
  ): string | null {
    const isForex = security.symbol.securityType === 'forex';
    return isForex && quantity !== undefined ? badForexSize(security, quantity) : null;
  }

  protected override leverageOf(security: Security): number {
    const isCfd = security.symbol.securityType === 'cfd' && this.accountType === 'margin';
    return isCfd ? 10 : super.leverageOf(security);
  }

  protected override feeModelOf(): FeeModel {
    return SHARE_FEES;
  }
}

/** Orders for the open are taken from the close on, until two minutes before it. */
const OPENING_BUFFER = 2 * 60_000;

function badOpening({ symbol, hours, clock }: Security): string | null {
  if (symbol.securityType === 'forex') {
    return 'The broker does not support Market-on-Open orders for security type Forex';
  }
  const session = hours.sessionOn(dayOf(hours.toLocal(clock.utc)));
  if (session === null) return null;
  const [open, close] = session;
  if (clock.utc >= close || clock.utc < open - OPENING_BUFFER) return null;
  return 'Market-on-Open orders are not allowed at this time of day';
}

function badForexSize({ baseCurrency }: Security, quantity: number): string | null {
  const base = baseCurrency?.symbol ?? '';
  const [least, most] = FOREX_SIZES[base] ?? [0, 0];
  const size = Math.abs(quantity);
  if (size >= least && size > 0 && size <= most) return null;
  return `The minimum and maximum limits for the allowable order size are (${least}, ${most})${base}.`;
}
