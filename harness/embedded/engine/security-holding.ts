import { marketOrderOf } from '../fees/model-order.ts';
import { type ChargedSecurity, feeInAccountCurrency } from './order-fee.ts';
import type { SecuritySymbol } from './security-symbol.ts';

/** The security that is held. */
interface Held extends ChargedSecurity {
  readonly leverage: number;
}

/**
 * What the portfolio holds of a security. Quantities are negative for a short position. Money is in
 * account currency, prices are in the currency that the security is quoted in.
 */
export class SecurityHolding {
  quantity = 0;
  averagePrice = 0;
  /** Profit of closed positions, before fees. */
  profit = 0;
  /** The same of the fill that closed something last. */
  lastTradeProfit = 0;
  totalFees = 0;
  /** Value of all fills, bought or sold. */
  totalSaleVolume = 0;
  totalDividends = 0;
  readonly #security: Held;
  readonly #leastHeld: number;

  constructor(security: Held) {
    this.#security = security;
    this.#leastHeld = Math.max(Number.MIN_VALUE, security.properties.lotSize * NEARLY);
  }

  get symbol(): SecuritySymbol {
    return this.#security.symbol;
  }

  get price(): number {
    return this.#security.price;
  }

  /** Less than a lot is left over from fees, and cannot be sold. */
  get invested(): boolean {
    return Math.abs(this.quantity) >= this.#leastHeld;
  }

  get holdStock(): boolean {
    return this.invested;
  }

  get type(): SecuritySymbol['securityType'] {
    return this.symbol.securityType;
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

  get leverage(): number {
    return this.#security.leverage;
  }

  get holdingsCost(): number {
    return this.#valueAt(this.averagePrice);
  }

  get absoluteHoldingsCost(): number {
    return Math.abs(this.holdingsCost);
  }

  get unleveredHoldingsCost(): number {
    return this.holdingsCost / this.leverage;
  }

  get unleveredAbsoluteHoldingsCost(): number {
    return Math.abs(this.unleveredHoldingsCost);
  }

  get holdingsValue(): number {
    return this.#valueAt(this.#security.price);
  }

  get absoluteHoldingsValue(): number {
    return Math.abs(this.holdingsValue);
  }

  get netProfit(): number {
    return this.profit - this.totalFees + this.totalDividends;
  }

  /** What closing the position now would bring, the fee for it taken off. */
  get unrealizedProfit(): number {
    if (!this.invested) return 0;
    const security = this.#security;
    const price = this.quantity > 0 ? security.bidPrice : security.askPrice;
    const fee = feeInAccountCurrency(security, marketOrderOf(-this.quantity));
    return this.#valueAt(price) - this.holdingsCost - fee;
  }

  get unrealizedProfitPercent(): number {
    const cost = this.absoluteHoldingsCost;
    return cost === 0 ? 0 : this.unrealizedProfit / cost;
  }

  #valueAt(price: number): number {
    const { properties, quoteCurrency } = this.#security;
    const value = this.quantity * price * properties.contractMultiplier;
    return value === 0 ? 0 : value * quoteCurrency.conversionRate;
  }
}

/** A lot that doubles only miss by a hair is a lot. */
const NEARLY = 1 - 1e-9;
