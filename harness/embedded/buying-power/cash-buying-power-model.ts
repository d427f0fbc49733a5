import { wholeLots } from '../engine/lots.ts';
import { feeInAccountCurrency } from '../engine/order-fee.ts';
import { type ModelOrder, marketOrderOf } from '../fees/model-order.ts';
import type { BuyingPowerModel } from './buying-power-model.ts';
import type { MarginPortfolio, MarginSecurity } from './margin-account.ts';

const TOLERANCE = 1e-9;

/** What is bought is paid for, and what is sold has to be there; for pairs of currencies. */
export class CashBuyingPowerModel implements BuyingPowerModel {
  getLeverage(): number {
    return 1;
  }

  setLeverage(_security: MarginSecurity, leverage: number): void {
    if (leverage === 1) return;
    throw new RangeError(`Cannot set leverage: wanted 1, as in a cash account, found ${leverage}`);
  }

  /** Nothing is borrowed, so that nothing is bound. */
  getMaintenanceMargin(): number {
    return 0;
  }

  getInitialMarginRequirement(security: MarginSecurity, quantity: number): number {
    return quantity * security.unitValue;
  }

  whyInsufficient(
    portfolio: MarginPortfolio,
    security: MarginSecurity,
    order: ModelOrder,
  ): string | null {
    const { baseCurrency, quoteCurrency } = security;
    if (baseCurrency === null) {
      return `The '${security.symbol.value}' security is not supported by this cash model.`;
    }
    const size = Math.abs(order.quantity);
    const reserved = reservedFor(portfolio, security, order);
    if (order.quantity < 0) {
      const free = baseCurrency.amount - reserved;
      return size <= free * (1 + TOLERANCE) ? null : lacks(size, free, baseCurrency.symbol);
    }
    const cost = size * priceOf(security, order);
    const free = quoteCurrency.amount - reserved;
    const fee = order.type === 'limit' ? this.#quoteFee(security, order) : 0;
    const most =
      order.type === 'market' ? this.#mostAtMarket(portfolio, security, free) : free - fee;
    return cost <= most * (1 + TOLERANCE) ? null : lacks(cost, most, quoteCurrency.symbol);
  }

  getOrderQuantityForTarget(
    portfolio: MarginPortfolio,
    security: MarginSecurity,
    { target }: { readonly target: number },
  ): number {
    const { baseCurrency, properties, quoteCurrency } = security;
    if (target < 0 || baseCurrency === null) return 0;
    if (target === 0) return -baseCurrency.amount;
    const held = baseCurrency.valueInAccountCurrency;
    const change = target * portfolio.totalPortfolioValue - held;
    const price = change > 0 ? security.askPrice : security.bidPrice;
    const unit = price * quoteCurrency.conversionRate * properties.contractMultiplier;
    if (unit === 0) return 0;
    const wanted = Math.abs(change);
    let quantity = wholeLots(wanted / unit, properties.lotSize);
    while (quantity > 0) {
      const fee = feeInAccountCurrency(security, marketOrderOf(quantity));
      const cost = quantity * unit + fee;
      if (cost <= wanted * (1 + TOLERANCE)) break;
      const excess = ((cost - wanted) / cost) * quantity;
      quantity = wholeLots(quantity - Math.max(excess, properties.lotSize), properties.lotSize);
    }
    return Math.max(0, quantity) * Math.sign(change);
  }

  /** The most that a market order may cost, its fee taken off. */
  #mostAtMarket(portfolio: MarginPortfolio, security: MarginSecurity, free: number): number {
    const { baseCurrency, quoteCurrency } = security;
    const value = portfolio.totalPortfolioValue;
    if (baseCurrency === null || value === 0) return 0;
    const total = free * quoteCurrency.conversionRate + baseCurrency.valueInAccountCurrency;
    const most = this.getOrderQuantityForTarget(portfolio, security, { target: total / value });
    return Math.abs(most) * security.price;
  }

  #quoteFee(security: MarginSecurity, order: ModelOrder): number {
    const { amount, currency } = security.feeModel.getOrderFee({ security, order });
    return security.currencies.convert(amount, currency, security.quoteCurrency.symbol);
  }
}

function priceOf(security: MarginSecurity, order: ModelOrder): number {
  switch (order.type) {
    case 'limit':
    case 'stopLimit':
    case 'limitIfTouched':
      return order.limitPrice;
    case 'stopMarket':
    case 'trailingStop':
      return order.stopPrice;
    case 'market':
      return security.price;
    default:
      return 0;
  }
}

/** What other orders in the same direction will take of the currency that this one needs. */
function reservedFor(
  portfolio: MarginPortfolio,
  security: MarginSecurity,
  order: ModelOrder,
): number {
  const buys = order.quantity > 0;
  const needed = buys ? security.quoteCurrency : security.baseCurrency;
  let reserved = 0;
  for (const other of portfolio.transactions.open) {
    const isWorking = other.type === 'limit' || other.type === 'stopMarket';
    if (!isWorking || other === order) continue;
    const { quoteCurrency, baseCurrency } = other.security;
    if (baseCurrency === needed && other.quantity < 0) reserved -= other.quantity;
    else if (quoteCurrency === needed && other.quantity > 0) {
      reserved += other.quantity * priceOf(security, other);
    }
  }
  return reserved;
}

function lacks(wanted: number, free: number, currency: string): string {
  return `Your portfolio holds ${free} ${currency} that is free, but the order takes ${wanted}.`;
}
