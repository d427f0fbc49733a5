import { roundHalfEven } from '../statistics/rounding.ts';
import type { Security } from './security.ts';

/**
 * A limit or stop price as the exchange takes it: raw prices in steps of the minimum variation,
 * below one dollar in steps of 1/10000. Adjusted prices are left alone, as LEAN does.
 */
export function orderPrice(security: Security, price: number): number {
  if (!security.hasRawPrices) return price;
  const step = price < 1 ? 0.0001 : security.properties.minimumPriceVariation;
  return step > 0 ? roundHalfEven(roundHalfEven(price / step, 0) * step, 10) : price;
}
