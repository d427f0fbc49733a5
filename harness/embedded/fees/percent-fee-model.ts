import type { FeeModel, OrderFee, OrderFeeParameters } from './fee-model.ts';

/** A part of what an order comes to, in the currency that the security is quoted in. */
export class PercentFeeModel implements FeeModel {
  readonly #maker: number;
  readonly #taker: number;

  /**
   * @param taker the part of the order's value that is taken: 0.001 for a tenth of a percent
   * @param maker the part for limit orders that wait in the book
   */
  constructor(taker: number, maker = taker) {
    this.#taker = taker;
    this.#maker = maker;
  }

  getOrderFee({ security, order }: OrderFeeParameters): OrderFee {
    const price = order.quantity > 0 ? security.askPrice : security.bidPrice;
    const isMaker = order.type === 'limit' && !order.isMarketable;
    const rate = isMaker ? this.#maker : this.#taker;
    const value = price * Math.abs(order.quantity) * security.properties.contractMultiplier;
    return { amount: value * rate, currency: security.quoteCurrency.symbol };
  }
}
