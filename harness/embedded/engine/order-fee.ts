import { ConstantFeeModel } from '../fees/constant-fee-model.ts';
import type { FeeModel } from '../fees/fee-model.ts';
import { InteractiveBrokersFeeModel, shareFee } from '../fees/interactive-brokers-fee-model.ts';
import type { ModelOrder, ModelSecurity } from '../fees/model-order.ts';

/** LEAN's default for shares. */
export const SHARE_FEES = new InteractiveBrokersFeeModel();
/** LEAN's default for everything else. */
export const NO_FEES = new ConstantFeeModel(0);

/** What fees are reckoned of. */
export interface ChargedSecurity extends ModelSecurity {
  readonly feeModel: FeeModel;
  readonly currencies: {
    readonly isInDollars: boolean;
    toAccount(amount: number, currency: string): number;
  };
}

/** What an order costs, in account currency. The defaults are answered without a detour. */
export function feeInAccountCurrency(security: ChargedSecurity, order: ModelOrder): number {
  const { feeModel, currencies } = security;
  if (feeModel === NO_FEES) return 0;
  if (feeModel === SHARE_FEES && currencies.isInDollars) return shareFee(order, security);
  const { amount, currency } = feeModel.getOrderFee({ security, order });
  return amount === 0 ? 0 : currencies.toAccount(amount, currency);
}
