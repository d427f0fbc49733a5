import type { FeeModel, OrderFee, OrderFeeParameters } from './fee-model.ts';
import type { ModelOrder } from './model-order.ts';

/** Rates of the lowest tier, from when on they held: makers', takers'. */
const RATES = [
  { from: Date.UTC(2019, 9, 8, 0, 30), maker: 0.006, taker: 0.008 },
  { from: Date.UTC(2019, 2, 23, 1, 30), maker: 0.0015, taker: 0.0025 },
  { from: Number.NEGATIVE_INFINITY, maker: 0, taker: 0.003 },
] as const;

/** A part of the order's value, in the currency that the pair is quoted in. */
export class CoinbaseFeeModel implements FeeModel {
  getOrderFee({ security, order }: OrderFeeParameters): OrderFee {
    const price = order.quantity > 0 ? security.askPrice : security.bidPrice;
    const value = price * Math.abs(order.quantity) * security.properties.contractMultiplier;
    return { amount: value * rateOf(order), currency: security.quoteCurrency.symbol };
  }
}

function rateOf(order: ModelOrder): number {
  const { maker, taker } = RATES.find(({ from }) => order.time >= from) ?? RATES[2];
  return order.type === 'limit' && !order.isMarketable ? maker : taker;
}
