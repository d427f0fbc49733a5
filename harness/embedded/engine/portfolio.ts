import type { CashBook } from './cash-book.ts';
import { sumOfLots } from './lots.ts';
import { NeedsBook } from './needs-book.ts';
import type { OrderTicket } from './order.ts';
import { feeInAccountCurrency } from './order-fee.ts';
import { PortfolioView } from './portfolio-view.ts';
import type { Security } from './security.ts';
import type { SecurityHolding } from './security-holding.ts';
import type { SecuritySymbol } from './security-symbol.ts';

/** A position that was closed, wholly or in part: what LEAN counts as a win or a loss. */
export interface TransactionRecord {
  readonly time: number;
  /** Profit less twice the fee of the closing order, as LEAN reckons it. */
  readonly profitLoss: number;
}

/** A fill with what the trade statistics need of it. */
export interface FillRecord {
  readonly orderId: number;
  readonly security: Security;
  /** Position of the slice in the timeline. */
  readonly slice: number;
  /** UTC milliseconds. */
  readonly time: number;
  /** In the currency that the security is quoted in. */
  readonly price: number;
  readonly quantity: number;
  /** In account currency. */
  readonly fee: number;
  /** Rate of the quote currency at the fill. */
  readonly rate: number;
}

/**
 * Cash and holdings in dollars: all that there is to a single security that is quoted in them. A
 * portfolio of several securities or currencies is a `BookPortfolio`.
 */
export class Portfolio extends PortfolioView {
  /** What there is of the account currency. */
  accountCash = 0;
  totalFees = 0;
  readonly records: TransactionRecord[] = [];
  /** Where orders are on their way; for the engine. */
  transactions: { readonly open: readonly OrderTicket[] } = { open: [] };
  protected readonly book: CashBook;
  protected readonly list: Security[] = [];

  constructor(book: CashBook) {
    super();
    this.book = book;
  }

  /** Cash of each currency. */
  get cashBook(): CashBook {
    throw new NeedsBook();
  }

  add(security: Security): void {
    this.list.push(security);
  }

  /** @throws Error where the algorithm never added the symbol */
  get(symbol: SecuritySymbol | string): SecurityHolding {
    return this.security(symbol).holdings;
  }

  has(symbol: SecuritySymbol | string): boolean {
    return this.#find(symbol) !== undefined;
  }

  /** @throws Error where the algorithm never added the symbol */
  security(symbol: SecuritySymbol | string): Security {
    // Asked for with every bar by most strategies: small, so that the loop over bars has room for it.
    const first = this.list[0];
    return first !== undefined && first.symbol === symbol ? first : this.#require(symbol);
  }

  #require(symbol: SecuritySymbol | string): Security {
    const found = this.#find(symbol);
    if (found !== undefined) return found;
    const known = this.list.map((security) => security.symbol.value).join(', ');
    const wanted = typeof symbol === 'string' ? symbol : symbol.value;
    throw new Error(`Cannot find "${wanted}": wanted a symbol that was added (${known || 'none'})`);
  }

  get values(): readonly SecurityHolding[] {
    return this.list.map((security) => security.holdings);
  }

  get securities(): readonly Security[] {
    return this.list;
  }

  /** Cash of every currency, in account currency. */
  get cash(): number {
    return this.accountCash;
  }

  /** Cash from sales that is not there yet. */
  get unsettledCash(): number {
    return 0;
  }

  get invested(): boolean {
    return this.list.some((security) => security.holdings.invested);
  }

  get totalHoldingsValue(): number {
    let sum = 0;
    for (const security of this.list) sum += Math.abs(security.holdings.holdingsValue);
    return sum;
  }

  get totalPortfolioValue(): number {
    let value = this.accountCash;
    for (const { holdings, mark, properties } of this.list) {
      value += holdings.quantity * mark * properties.contractMultiplier;
    }
    return value;
  }

  get totalUnrealizedProfit(): number {
    let sum = 0;
    for (const security of this.list) sum += security.holdings.unrealizedProfit;
    return sum;
  }

  get totalProfit(): number {
    let sum = 0;
    for (const security of this.list) sum += security.holdings.profit;
    return sum;
  }

  get totalNetProfit(): number {
    let sum = 0;
    for (const security of this.list) sum += security.holdings.netProfit;
    return sum;
  }

  get totalSaleVolume(): number {
    let sum = 0;
    for (const security of this.list) sum += security.holdings.totalSaleVolume;
    return sum;
  }

  get totalMarginUsed(): number {
    let sum = 0;
    for (const security of this.list) {
      const { quantity } = security.holdings;
      if (quantity !== 0) sum += security.buyingPowerModel.getMaintenanceMargin(security, quantity);
    }
    return sum;
  }

  get marginRemaining(): number {
    return this.totalPortfolioValue - this.unsettledCash - this.totalMarginUsed;
  }

  /** Pays a dividend: those who are long receive it, those who are short owe it. */
  payDividend(security: Security, distribution: number): void {
    const { holdings, quoteCurrency } = security;
    const cash = holdings.quantity * distribution * quoteCurrency.conversionRate;
    this.addAccountCash(cash);
    holdings.totalDividends += cash;
  }

  addAccountCash(amount: number): void {
    this.accountCash += amount;
  }

  /** Books the fill of an order: cash, fees, profit of what it closes, quantity and average price. */
  processFill(order: OrderTicket, slice: number): FillRecord {
    const { security, quantity, orderId, fillTime: time, averageFillPrice: price } = order;
    const fee = feeInAccountCurrency(security, order);
    this.accountCash -= fee + quantity * price * security.properties.contractMultiplier;
    const fill = { orderId, security, slice, time, price, quantity, fee, rate: 1 };
    this.bookPosition(fill);
    return fill;
  }

  /** What every fill does to a holding, however it is paid for. Returns the profit in quote currency. */
  protected bookPosition(fill: FillRecord): number {
    const { security, time, price, quantity, fee, rate } = fill;
    const { holdings, properties } = security;
    const multiplier = properties.contractMultiplier;
    const held = holdings.quantity;
    let profit = 0;
    holdings.totalSaleVolume += Math.abs(quantity) * price * multiplier * rate;
    holdings.totalFees += fee;
    this.totalFees += fee;
    if (held * quantity < 0) {
      const closed = Math.min(Math.abs(quantity), Math.abs(held)) * Math.sign(held);
      profit = closed * (price - holdings.averagePrice) * multiplier;
      holdings.profit += profit * rate;
      holdings.lastTradeProfit = profit * rate;
      this.records.push({ time, profitLoss: profit * rate - 2 * fee });
    }
    const remaining = sumOfLots(held, quantity, properties.lotSize);
    holdings.averagePrice = averagePrice(holdings, fill, remaining);
    holdings.quantity = remaining;
    return profit;
  }

  #find(symbol: SecuritySymbol | string): Security | undefined {
    if (typeof symbol !== 'string') {
      return this.list.find((security) => security.symbol === symbol);
    }
    const ticker = symbol.toUpperCase();
    return this.list.find((security) => security.symbol.value === ticker);
  }
}

function averagePrice(
  holdings: SecurityHolding,
  fill: { readonly price: number; readonly quantity: number },
  remaining: number,
): number {
  const held = holdings.quantity;
  if (remaining === 0) return 0;
  if (held * fill.quantity >= 0) {
    return (holdings.averagePrice * held + fill.price * fill.quantity) / remaining;
  }
  // Reduced: the average stays. Turned around: what is held now was bought at this fill.
  return remaining * held > 0 ? holdings.averagePrice : fill.price;
}
