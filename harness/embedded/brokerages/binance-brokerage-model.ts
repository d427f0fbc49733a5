import { DEFAULT_MARKETS } from '../data/subscription.ts';
import type { Security } from '../engine/security.ts';
import { BinanceFeeModel } from '../fees/binance-fee-model.ts';
import type { FeeModel } from '../fees/fee-model.ts';
import type { AccountType, TimedOrder } from './brokerage-model.ts';
import {
  DefaultBrokerageModel,
  unsupportedOrder,
  unsupportedSecurity,
} from './default-brokerage-model.ts';

const NAME = 'BinanceBrokerageModel';
const ORDERS: ReadonlySet<string> = new Set(['limit', 'market', 'stopLimit']);
const MARGIN_LEVERAGE = 3;

/** Cryptocurrencies; fees are taken from what is received. */
export class BinanceBrokerageModel extends DefaultBrokerageModel {
  override readonly leanCode: number = 6;
  override readonly tradingDaysPerYear: number = 365;
  override readonly benchmark = {
    ticker: 'BTCUSDC',
    securityType: 'crypto',
    market: 'binance',
  } as const;
  override readonly defaultMarkets = { ...DEFAULT_MARKETS, crypto: 'binance' };

  constructor(accountType: AccountType = 'cash') {
    super(accountType);
  }

  override whyNotSubmit(security: Security, order: TimedOrder): string | null {
    if (!ORDERS.has(order.type)) return unsupportedOrder(NAME, order);
    if (security.symbol.securityType !== 'crypto') return unsupportedSecurity(NAME, security);
    const { minimumOrderSize } = security.properties;
    const market = order.quantity > 0 ? security.askPrice : security.bidPrice;
    const price = order.type === 'market' ? market : order.limitPrice;
    const size = Math.abs(order.quantity) * price;
    if (minimumOrderSize === null || size > minimumOrderSize) return null;
    return `The minimum order size (in quote currency) for ${security.symbol.value} is ${minimumOrderSize}. Order size was ${size}.`;
  }

  override whyNotUpdate(): string | null {
    return 'Brokerage does not support update. You must cancel and re-create instead.';
  }

  protected override leverageOf(): number {
    return this.accountType === 'cash' ? 1 : MARGIN_LEVERAGE;
  }

  protected override feeModelOf(): FeeModel {
    return new BinanceFeeModel();
  }
}
