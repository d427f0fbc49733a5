import type { ModelSecurity } from '../fees/model-order.ts';
import type { SlippageModel } from './slippage-model.ts';

/** The same part of the price for every order. */
export class ConstantSlippageModel implements SlippageModel {
  readonly #percent: number;

  /** @param percent from 0 to 1: 0.001 for a tenth of a percent */
  constructor(percent: number) {
    this.#percent = percent;
  }

  getSlippageApproximation(security: ModelSecurity): number {
    return security.price * this.#percent;
  }
}
