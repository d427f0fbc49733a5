import type { BenchmarkChoice } from '../data/benchmark-choice.ts';
import type { DefaultMarkets } from '../data/subscription.ts';
import type { Security, SecurityModels } from '../engine/security.ts';
import type { UpdateOrderFields } from '../engine/update-order-fields.ts';
import type { ModelOrder } from '../fees/model-order.ts';

/** Whether a broker lends money. */
export type AccountType = 'margin' | 'cash';

/** A broker: what it takes, lends and allows. */
export interface BrokerageModel {
  /** LEAN's number for it; 0 for its default. */
  readonly leanCode: number;
  readonly accountType: AccountType;
  /** What a year's statistics are reckoned by. */
  readonly tradingDaysPerYear: number;
  /** Where securities are traded that name no market. */
  readonly defaultMarkets: DefaultMarkets;
  /** What LEAN compares with where neither strategy nor job says; SPY where absent or null. */
  readonly benchmark?: BenchmarkChoice;
  /** New models for a security. @param leverage what the strategy asked for; null for the broker's own */
  modelsOf(security: Security, leverage: number | null): SecurityModels;
  /** Why an order is not taken; null where it is. */
  whyNotSubmit(security: Security, order: TimedOrder): string | null;
  /** Why an order cannot be changed; null where it can. */
  whyNotUpdate(security: Security, order: TimedOrder, fields: UpdateOrderFields): string | null;
}

/** An order with how long it stays open. */
export interface TimedOrder extends ModelOrder {
  readonly timeInForce: { readonly kind: string };
}
