import type { ModelOrder } from '../fees/model-order.ts';
import type { MarginPortfolio, MarginSecurity } from './margin-account.ts';

/** What may be held, and what has to be kept aside for it. Amounts are in account currency. */
export interface BuyingPowerModel {
  /** Whether a fixed part of a position's value has to be there, and nothing else. */
  readonly hasFixedMargin?: boolean;
  getLeverage(security: MarginSecurity): number;
  /** @throws RangeError where the model does not allow it */
  setLeverage(security: MarginSecurity, leverage: number): void;
  /** What holding this quantity keeps bound; never negative. */
  getMaintenanceMargin(security: MarginSecurity, quantity: number): number;
  /** What it takes to get this quantity; has its sign. */
  getInitialMarginRequirement(security: MarginSecurity, quantity: number): number;
  /** Why the order cannot be afforded; null where it can. */
  whyInsufficient(
    portfolio: MarginPortfolio,
    security: MarginSecurity,
    order: ModelOrder,
  ): string | null;
  /**
   * Signed quantity of the order that brings the margin of a holding to `target` times the portfolio's
   * value, fees taken off. 0 where it changes the margin by less than `leastChange` of that value.
   */
  getOrderQuantityForTarget(
    portfolio: MarginPortfolio,
    security: MarginSecurity,
    { target, leastChange }: { readonly target: number; readonly leastChange: number },
  ): number;
}
