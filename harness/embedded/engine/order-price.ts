import { roundHalfEven } from '../statistics/rounding.ts';
import type { Security } from './security.ts';

/**
 * A limit or stop price as the exchange takes it: in steps of the minimum variation, for shares below
 * one dollar in steps of 1/10000. Adjusted prices of shares are left alone, as LEAN does.
 */
export function orderPrice(security: Security, price: number): number {
  if (price === 0) return 0;
  const isEquity = security.symbol.securityType === 'equity';
  if (isEquity && !security.hasRawPrices) return price;
  const isPenny = isEquity && price < 1;
  const step = isPenny ? 0.0001 : security.properties.minimumPriceVariation;
  return step > 0 ? roundHalfEven(roundHalfEven(price / step, 0) * step, 10) : price;
}
