import type { Portfolio } from '../engine/portfolio.ts';
import type { Security } from '../engine/security.ts';
import type { ModelOrder } from '../fees/model-order.ts';

/** What may be held, and what has to be kept aside for it. Amounts are in account currency. */
export interface BuyingPowerModel {
  /** Whether a fixed part of a position's value has to be there, and nothing else. */
  readonly hasFixedMargin?: boolean;
  getLeverage(security: Security): number;
  /** @throws RangeError where the model does not allow it */
  setLeverage(security: Security, leverage: number): void;
  /** What holding this quantity keeps bound; never negative. */
  getMaintenanceMargin(security: Security, quantity: number): number;
  /** What it takes to get this quantity; has its sign. */
  getInitialMarginRequirement(security: Security, quantity: number): number;
  /** Why the order cannot be afforded; null where it can. */
  whyInsufficient(portfolio: Portfolio, security: Security, order: ModelOrder): string | null;
  /**
   * Signed quantity of the order that brings the margin of a holding to `target` times the portfolio's
   * value, fees taken off. 0 where it changes the margin by less than `leastChange` of that value.
   */
  getOrderQuantityForTarget(
    portfolio: Portfolio,
    security: Security,
    { target, leastChange }: { readonly target: number; readonly leastChange: number },
  ): number;
}
