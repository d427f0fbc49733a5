import type { ModelOrder, ModelSecurity } from '../fees/model-order.ts';
import type { SlippageModel } from './slippage-model.ts';

/** The price moves with the square of the order's share in the bar's volume. */
export class VolumeShareSlippageModel implements SlippageModel {
  readonly #volumeLimit: number;
  readonly #priceImpact: number;

  /**
   * @param volumeLimit the largest share that counts
   * @param priceImpact part of the price by which an order of the whole volume would move it
   */
  constructor(volumeLimit = 0.025, priceImpact = 0.1) {
    this.#volumeLimit = volumeLimit;
    this.#priceImpact = priceImpact;
  }

  getSlippageApproximation(security: ModelSecurity, order: ModelOrder): number {
    const { volume, price, symbol } = security;
    // Where no volumes are reported LEAN takes none; of shares it then takes the most.
    if (volume <= 0 && symbol.securityType !== 'equity') return 0;
    const share = volume > 0 ? Math.abs(order.quantity) / volume : Number.POSITIVE_INFINITY;
    return Math.min(share, this.#volumeLimit) ** 2 * this.#priceImpact * price;
  }
}
