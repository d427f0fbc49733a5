import type { ChargedSecurity } from '../engine/order-fee.ts';
import type { ModelOrder } from '../fees/model-order.ts';

/** Money of one currency. */
interface Money {
  readonly symbol: string;
  readonly amount: number;
  readonly conversionRate: number;
  readonly valueInAccountCurrency: number;
}

/** What buying-power models look at in a security. */
export interface MarginSecurity extends ChargedSecurity {
  readonly holdings: { readonly quantity: number };
  /** What a unit is worth at the last price, in account currency. */
  readonly unitValue: number;
  readonly quoteCurrency: Money;
  readonly baseCurrency: Money | null;
  readonly currencies: ChargedSecurity['currencies'] & {
    convert(amount: number, source: string, destination: string): number;
  };
  readonly clock: { readonly utc: number };
  readonly hours: { nextClose(utc: number): number };
  isOpen(utc: number): boolean;
}

/** What they look at in a portfolio. Amounts are in account currency. */
export interface MarginPortfolio {
  readonly totalPortfolioValue: number;
  readonly marginRemaining: number;
  /** Orders that are on their way. */
  readonly transactions: {
    readonly open: readonly (ModelOrder & { readonly security: MarginSecurity })[];
  };
}
