import { roundHalfEven } from '../statistics/rounding.ts';
import type { CashBook } from './cash-book.ts';
import type { OrderTicket } from './order.ts';
import { type FillRecord, Portfolio } from './portfolio.ts';
import { Settlements } from './settlements.ts';

/** More than coins have, fewer than doubles lose. */
const COIN_DECIMALS = 12;

/** Cash of several currencies, holdings of several securities. Sums are in account currency. */
export class BookPortfolio extends Portfolio {
  /** What is not settled yet; for cash accounts. */
  readonly settlements = new Settlements();

  override get cashBook(): CashBook {
    return this.book;
  }

  override get cash(): number {
    return this.book.totalValueInAccountCurrency;
  }

  override get unsettledCash(): number {
    return this.settlements.value;
  }

  /** Currencies that were bought are cash; of a contract for difference only its profit counts. */
  override get totalPortfolioValue(): number {
    let value = this.book.totalValueInAccountCurrency + this.settlements.value;
    for (const { symbol, holdings } of this.list) {
      if (holdings.quantity === 0) continue;
      if (symbol.securityType === 'equity') value += holdings.holdingsValue;
      else if (symbol.securityType === 'cfd') value += holdings.unrealizedProfit;
    }
    return value;
  }

  override addAccountCash(amount: number): void {
    this.book.account.amount += amount;
  }

  override processFill(order: OrderTicket, slice: number): FillRecord {
    const { security, orderId, fillTime: time, averageFillPrice: price } = order;
    const { symbol, quoteCurrency, baseCurrency, properties, feeModel } = security;
    const { amount, currency } = feeModel.getOrderFee({ security, order });
    let { quantity } = order;
    // A fee in the coin that is bought is taken out of what is received.
    const isTakenOut =
      symbol.securityType === 'crypto' && quantity > 0 && currency === baseCurrency?.symbol;
    if (isTakenOut) quantity = roundHalfEven(quantity - amount, COIN_DECIMALS);
    const fee = amount === 0 ? 0 : this.book.toAccount(amount, currency);
    if (isTakenOut) quoteCurrency.amount -= amount * price * properties.contractMultiplier;
    else if (amount !== 0) this.book.get(currency).amount -= amount;
    const rate = quoteCurrency.conversionRate;
    const cost = quantity * price * properties.contractMultiplier;
    if (symbol.securityType === 'equity') this.settlements.pay(security, -cost, time);
    else if (symbol.securityType !== 'cfd') quoteCurrency.amount -= cost;
    if (baseCurrency !== null) baseCurrency.amount += quantity;
    const fill = { orderId, security, slice, time, price, quantity, fee, rate };
    const profit = this.bookPosition(fill);
    if (symbol.securityType === 'cfd') quoteCurrency.amount += profit;
    return fill;
  }
}
