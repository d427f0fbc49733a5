import type { FeeModel, OrderFee } from './fee-model.ts';

/** The same for every order. */
export class ConstantFeeModel implements FeeModel {
  readonly #fee: OrderFee;

  /** @param currency LEAN's default is the dollar, whatever the account's */
  constructor(fee: number, currency = 'USD') {
    this.#fee = { amount: Math.abs(fee), currency };
  }

  getOrderFee(): OrderFee {
    return this.#fee;
  }
}
