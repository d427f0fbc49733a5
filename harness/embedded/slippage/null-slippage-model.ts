import type { SlippageModel } from './slippage-model.ts';

/** Orders get the market's price: LEAN's default. */
export class NullSlippageModel implements SlippageModel {
  getSlippageApproximation(): number {
    return 0;
  }
}
