import type { SecuritySymbol } from './security-symbol.ts';

const FEE_PER_SHARE = 0.005;
const LEAST_FEE = 1;
const MOST_OF_VALUE = 0.005;

/**
 * LEAN's default for US equities: Interactive Brokers, fixed pricing. Half a cent a share, at least
 * 1 USD and, above that, at most half a percent of the order's value at the last price.
 */
function equityFee(security: { readonly price: number }, quantity: number): number {
  const shares = Math.abs(quantity);
  const fee = FEE_PER_SHARE * shares;
  if (fee < LEAST_FEE) return LEAST_FEE;
  return Math.min(fee, MOST_OF_VALUE * shares * security.price);
}

/** LEAN's default for a security: what a broker takes for equities, nothing for the other kinds. */
export function orderFee(
  security: { readonly price: number; readonly symbol: SecuritySymbol },
  quantity: number,
): number {
  return security.symbol.securityType === 'equity' ? equityFee(security, quantity) : 0;
}
