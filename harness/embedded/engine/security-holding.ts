import type { SymbolProperties } from '../data/symbol-properties.ts';
import { orderFee } from './fee-model.ts';
import type { SecuritySymbol } from './security-symbol.ts';

/** The security that is held. */
interface Held {
  readonly symbol: SecuritySymbol;
  readonly price: number;
  readonly properties: SymbolProperties;
}

/** What the portfolio holds of a security. Quantities are negative for a short position. */
export class SecurityHolding {
  quantity = 0;
  averagePrice = 0;
  /** Profit of closed positions, before fees. */
  profit = 0;
  totalFees = 0;
  /** Value of all fills, bought or sold. */
  totalSaleVolume = 0;
  totalDividends = 0;
  readonly #security: Held;

  constructor(security: Held) {
    this.#security = security;
  }

  get symbol(): SecuritySymbol {
    return this.#security.symbol;
  }

  get price(): number {
    return this.#security.price;
  }

  get invested(): boolean {
    return this.quantity !== 0;
  }

  get isLong(): boolean {
    return this.quantity > 0;
  }

  get isShort(): boolean {
    return this.quantity < 0;
  }

  get absoluteQuantity(): number {
    return Math.abs(this.quantity);
  }

  get holdingsCost(): number {
    return this.quantity * this.averagePrice * this.#security.properties.contractMultiplier;
  }

  get holdingsValue(): number {
    return this.quantity * this.#security.price * this.#security.properties.contractMultiplier;
  }

  get netProfit(): number {
    return this.profit - this.totalFees + this.totalDividends;
  }

  /** What closing the position now would bring, the fee for it taken off. */
  get unrealizedProfit(): number {
    if (this.quantity === 0) return 0;
    const fee = orderFee(this.#security, this.quantity);
    return this.holdingsValue - this.holdingsCost - fee;
  }

  get unrealizedProfitPercent(): number {
    const cost = Math.abs(this.holdingsCost);
    return cost === 0 ? 0 : this.unrealizedProfit / cost;
  }
}
