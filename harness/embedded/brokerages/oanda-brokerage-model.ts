import type { Security } from '../engine/security.ts';
import type { TimedOrder } from './brokerage-model.ts';
import {
  DefaultBrokerageModel,
  unsupportedOrder,
  unsupportedSecurity,
  unsupportedTime,
} from './default-brokerage-model.ts';

const NAME = 'OandaBrokerageModel';
const ORDERS: ReadonlySet<string> = new Set(['limit', 'market', 'stopMarket', 'stopLimit']);

/** Currencies and contracts for difference, without fees. */
export class OandaBrokerageModel extends DefaultBrokerageModel {
  override readonly leanCode: number = 3;
  override readonly benchmark = {
    ticker: 'EURUSD',
    securityType: 'forex',
    market: 'oanda',
  } as const;

  override whyNotSubmit(security: Security, order: TimedOrder): string | null {
    const { securityType } = security.symbol;
    if (securityType !== 'forex' && securityType !== 'cfd') {
      return unsupportedSecurity(NAME, security);
    }
    if (!ORDERS.has(order.type)) return unsupportedOrder(NAME, order);
    return order.timeInForce.kind === 'goodTilCanceled' ? null : unsupportedTime(NAME, order);
  }
}
