import type { FeeModel, OrderFee, OrderFeeParameters } from './fee-model.ts';

/** A part of what is received: of the coins bought, or of the money that they are sold for. */
export class BinanceFeeModel implements FeeModel {
  readonly #maker: number;
  readonly #taker: number;

  constructor(maker = 0.001, taker = 0.001) {
    this.#maker = maker;
    this.#taker = taker;
  }

  getOrderFee({ security, order }: OrderFeeParameters): OrderFee {
    const isLimit = order.type === 'limit';
    const rate = isLimit && !order.isMarketable ? this.#maker : this.#taker;
    const quantity = Math.abs(order.quantity);
    const { baseCurrency, quoteCurrency, properties } = security;
    if (order.quantity > 0 && baseCurrency !== null) {
      return { amount: quantity * rate, currency: baseCurrency.symbol };
    }
    const price = isLimit ? order.limitPrice : security.bidPrice;
    const value = price * properties.contractMultiplier * quantity;
    return { amount: value * rate, currency: quoteCurrency.symbol };
  }
}
