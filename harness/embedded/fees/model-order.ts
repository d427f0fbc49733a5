import type { SymbolProperties } from '../data/symbol-properties.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';

/** What models look at in an order, sent or only thought of. */
export interface ModelOrder {
  readonly type:
    | 'market'
    | 'limit'
    | 'stopMarket'
    | 'stopLimit'
    | 'marketOnOpen'
    | 'marketOnClose'
    | 'trailingStop'
    | 'limitIfTouched';
  /** Negative sells. */
  readonly quantity: number;
  readonly limitPrice: number;
  readonly stopPrice: number;
  /** UTC milliseconds. */
  readonly time: number;
  /** Whether a limit order could be filled at once when it was sent. */
  readonly isMarketable: boolean;
}

/** What models look at in a security. */
export interface ModelSecurity {
  readonly symbol: SecuritySymbol;
  readonly properties: SymbolProperties;
  readonly price: number;
  readonly bidPrice: number;
  readonly askPrice: number;
  readonly volume: number;
  readonly quoteCurrency: { readonly symbol: string; readonly conversionRate: number };
  readonly baseCurrency: { readonly symbol: string } | null;
}

/** A market order of this quantity, as it is thought of to reckon a size. */
export function marketOrderOf(quantity: number): ModelOrder {
  return { type: 'market', quantity, limitPrice: 0, stopPrice: 0, time: 0, isMarketable: true };
}

/**
 * What an order comes to, in account currency and with its sign: at the last price, or at its own
 * where that is the better one.
 */
export function orderValue(order: ModelOrder, security: ModelSecurity): number {
  const { quantity, type } = order;
  const own = type === 'stopMarket' || type === 'trailingStop' ? order.stopPrice : order.limitPrice;
  const { price, quoteCurrency, properties } = security;
  let each = price;
  if (own > 0) each = quantity > 0 ? Math.min(own, price) : Math.max(own, price);
  return quantity * each * quoteCurrency.conversionRate * properties.contractMultiplier;
}
