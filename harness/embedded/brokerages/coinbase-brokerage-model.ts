import type { BuyingPowerModel } from '../buying-power/buying-power-model.ts';
import { CashBuyingPowerModel } from '../buying-power/cash-buying-power-model.ts';
import type { Security } from '../engine/security.ts';
import type { UpdateOrderFields } from '../engine/update-order-fields.ts';
import { CoinbaseFeeModel } from '../fees/coinbase-fee-model.ts';
import type { FeeModel } from '../fees/fee-model.ts';
import type { TimedOrder } from './brokerage-model.ts';
import {
  DefaultBrokerageModel,
  unsupportedOrder,
  unsupportedSecurity,
} from './default-brokerage-model.ts';

const NAME = 'CoinbaseBrokerageModel';
const ORDERS: ReadonlySet<string> = new Set(['limit', 'market', 'stopMarket', 'stopLimit']);
/** Coinbase took stop-market orders until then. */
const LAST_STOP_MARKET = Date.UTC(2019, 2, 23, 1);

/** Cryptocurrencies, bought with cash. */
export class CoinbaseBrokerageModel extends DefaultBrokerageModel {
  override readonly leanCode: number = 32;
  override readonly tradingDaysPerYear: number = 365;
  override readonly benchmark = {
    ticker: 'BTCUSD',
    securityType: 'crypto',
    market: 'coinbase',
  } as const;

  override whyNotSubmit(security: Security, order: TimedOrder): string | null {
    if (security.symbol.securityType !== 'crypto') return unsupportedSecurity(NAME, security);
    if (!ORDERS.has(order.type)) return unsupportedOrder(NAME, order);
    if (order.type === 'stopMarket' && order.time >= LAST_STOP_MARKET) {
      return 'Stop Market orders are no longer supported since 2019-03-23 01:00:00.';
    }
    return tooSmall(security, order.quantity);
  }

  override whyNotUpdate(
    security: Security,
    order: TimedOrder,
    { quantity }: UpdateOrderFields = {},
  ): string | null {
    if (order.type !== 'limit') {
      return `Order with type ${order.type} can't be modified, only LIMIT.`;
    }
    return quantity === undefined ? null : tooSmall(security, quantity);
  }

  protected override feeModelOf(): FeeModel {
    return new CoinbaseFeeModel();
  }

  protected override buyingPowerModelOf(): BuyingPowerModel {
    return new CashBuyingPowerModel();
  }
}

function tooSmall({ symbol, properties }: Security, quantity: number): string | null {
  const { minimumOrderSize } = properties;
  if (minimumOrderSize === null || Math.abs(quantity) >= minimumOrderSize) return null;
  return `The minimum order size (in quote currency) for ${symbol.value} is ${minimumOrderSize}. Order quantity was ${quantity}.`;
}
