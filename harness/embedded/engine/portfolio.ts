import { wholeLots } from './lots.ts';
import type { Security } from './security.ts';
import type { SecurityHolding } from './security-holding.ts';
import type { SecuritySymbol } from './security-symbol.ts';

/** A position that was closed, wholly or in part: what LEAN counts as a win or a loss. */
export interface TransactionRecord {
  readonly time: number;
  /** Profit less twice the fee of the closing order, as LEAN reckons it. */
  readonly profitLoss: number;
}

/** A carried-out order. */
export interface Fill {
  readonly time: number;
  readonly price: number;
  readonly quantity: number;
  readonly fee: number;
}

/** Cash and holdings, in account currency. */
export class Portfolio {
  cash = 0;
  totalFees = 0;
  readonly records: TransactionRecord[] = [];
  readonly #securities: Security[] = [];

  add(security: Security): void {
    this.#securities.push(security);
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
    const [first] = this.#securities;
    if (first !== undefined && first.symbol === symbol) return first;
    const found = this.#find(symbol);
    if (found !== undefined) return found;
    const known = this.#securities.map((security) => security.symbol.value).join(', ');
    const wanted = typeof symbol === 'string' ? symbol : symbol.value;
    throw new Error(`Cannot find "${wanted}": wanted a symbol that was added (${known || 'none'})`);
  }

  get values(): readonly SecurityHolding[] {
    return this.#securities.map((security) => security.holdings);
  }

  get securities(): readonly Security[] {
    return this.#securities;
  }

  get invested(): boolean {
    return this.#securities.some((security) => security.holdings.quantity !== 0);
  }

  get totalHoldingsValue(): number {
    let sum = 0;
    for (const security of this.#securities) sum += security.holdings.holdingsValue;
    return sum;
  }

  get totalPortfolioValue(): number {
    let value = this.cash;
    for (const { holdings, mark, properties } of this.#securities) {
      value += holdings.quantity * mark * properties.contractMultiplier;
    }
    return value;
  }

  get totalUnrealizedProfit(): number {
    let sum = 0;
    for (const security of this.#securities) sum += security.holdings.unrealizedProfit;
    return sum;
  }

  get totalProfit(): number {
    let sum = 0;
    for (const security of this.#securities) sum += security.holdings.profit;
    return sum;
  }

  get totalNetProfit(): number {
    let sum = 0;
    for (const security of this.#securities) sum += security.holdings.netProfit;
    return sum;
  }

  get totalSaleVolume(): number {
    let sum = 0;
    for (const security of this.#securities) sum += security.holdings.totalSaleVolume;
    return sum;
  }

  get totalMarginUsed(): number {
    let sum = 0;
    for (const security of this.#securities) {
      sum += Math.abs(security.holdings.holdingsValue) / security.leverage;
    }
    return sum;
  }

  get marginRemaining(): number {
    return this.totalPortfolioValue - this.totalMarginUsed;
  }

  /** Books a fill: cash, fees, profit of what it closes, quantity and average price. */
  processFill(security: Security, fill: Fill): void {
    const { holdings, properties } = security;
    const { price, quantity, fee } = fill;
    const multiplier = properties.contractMultiplier;
    const held = holdings.quantity;
    holdings.totalSaleVolume += Math.abs(quantity) * price * multiplier;
    holdings.totalFees += fee;
    this.totalFees += fee;
    this.cash -= fee + quantity * price * multiplier;
    if (held * quantity < 0) {
      const closed = Math.min(Math.abs(quantity), Math.abs(held)) * Math.sign(held);
      const profit = closed * (price - holdings.averagePrice) * multiplier;
      holdings.profit += profit;
      this.records.push({ time: fill.time, profitLoss: profit - 2 * fee });
    }
    const remaining = wholeLots(held + quantity, properties.lotSize);
    holdings.averagePrice = averagePrice(holdings, fill, remaining);
    holdings.quantity = remaining;
  }

  #find(symbol: SecuritySymbol | string): Security | undefined {
    if (typeof symbol !== 'string') {
      return this.#securities.find((security) => security.symbol === symbol);
    }
    const ticker = symbol.toUpperCase();
    return this.#securities.find((security) => security.symbol.value === ticker);
  }
}

function averagePrice(holdings: SecurityHolding, fill: Fill, remaining: number): number {
  const held = holdings.quantity;
  if (remaining === 0) return 0;
  if (held * fill.quantity >= 0) {
    return (holdings.averagePrice * held + fill.price * fill.quantity) / remaining;
  }
  // Reduced: the average stays. Turned around: what is held now was bought at this fill.
  return remaining * held > 0 ? holdings.averagePrice : fill.price;
}
