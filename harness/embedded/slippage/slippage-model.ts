import type { ModelOrder, ModelSecurity } from '../fees/model-order.ts';

/** By how much an order's price is worse than the market's, in units of the price. */
export interface SlippageModel {
  getSlippageApproximation(security: ModelSecurity, order: ModelOrder): number;
}
