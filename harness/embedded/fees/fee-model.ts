import type { ModelOrder, ModelSecurity } from './model-order.ts';

/** What an order costs, in any currency. */
export interface OrderFee {
  readonly amount: number;
  /** Such as `USD`. */
  readonly currency: string;
}

export interface OrderFeeParameters {
  readonly security: ModelSecurity;
  readonly order: ModelOrder;
}

/** What a broker takes for an order. Strategies may bring their own. */
export interface FeeModel {
  getOrderFee(parameters: OrderFeeParameters): OrderFee;
}
