import { wholeLots } from '../engine/lots.ts';
import { feeInAccountCurrency } from '../engine/order-fee.ts';
import { type ModelOrder, marketOrderOf } from '../fees/model-order.ts';
import type { BuyingPowerModel } from './buying-power-model.ts';
import type { MarginPortfolio, MarginSecurity } from './margin-account.ts';

/** Far below a lot, far above what doubles lose against LEAN's decimals. */
const TOLERANCE = 1e-9;

/** A margin account: a fixed part of a position's value has to be there. LEAN's default. */
export class SecurityMarginModel implements BuyingPowerModel {
  readonly hasFixedMargin: boolean = true;
  #initial: number;
  #maintenance: number;
  readonly #requiredFree: number;

  /**
   * @param leverage what may be held for one unit of margin
   * @param requiredFreeBuyingPowerPercent part of the portfolio's value that stays unused, from 0 to 1
   * @throws RangeError where leverage is below 1
   */
  constructor(leverage = 1, requiredFreeBuyingPowerPercent = 0) {
    this.#initial = marginOf(leverage);
    this.#maintenance = this.#initial;
    this.#requiredFree = requiredFreeBuyingPowerPercent;
  }

  getLeverage(_security: MarginSecurity): number {
    return 1 / this.#initial;
  }

  setLeverage(_security: MarginSecurity, leverage: number): void {
    this.#initial = marginOf(leverage);
    this.#maintenance = this.#initial;
  }

  getMaintenanceMargin(security: MarginSecurity, quantity: number): number {
    return Math.abs(quantity) * security.unitValue * this.#maintenance;
  }

  getInitialMarginRequirement(security: MarginSecurity, quantity: number): number {
    return quantity * security.unitValue * this.#initial;
  }

  /** Closing a position is always affordable. */
  whyInsufficient(
    portfolio: MarginPortfolio,
    security: MarginSecurity,
    order: ModelOrder,
  ): string | null {
    const held = security.holdings.quantity;
    const { quantity } = order;
    const isOpposite = held * quantity < 0;
    if (isOpposite && Math.abs(held) >= Math.abs(quantity)) return null;
    let free = portfolio.marginRemaining;
    if (isOpposite) {
      free += this.getMaintenanceMargin(security, held);
      free += Math.abs(this.getInitialMarginRequirement(security, held));
    }
    if (this.#requiredFree > 0) free -= portfolio.totalPortfolioValue * this.#requiredFree;
    const margin = Math.abs(this.getInitialMarginRequirement(security, quantity));
    const required = margin + feeInAccountCurrency(security, order);
    if (required <= Math.max(0, free) * (1 + TOLERANCE)) return null;
    return `Initial Margin: ${required}, Free Margin: ${Math.max(0, free)}`;
  }

  getOrderQuantityForTarget(
    portfolio: MarginPortfolio,
    security: MarginSecurity,
    { target, leastChange }: { readonly target: number; readonly leastChange: number },
  ): number {
    const value = portfolio.totalPortfolioValue;
    const { lotSize } = security.properties;
    const held = security.holdings.quantity;
    const fraction = target * (1 - this.#requiredFree);
    if (fraction === 0 || value === 0) return -held;
    const unit = this.getInitialMarginRequirement(security, 1);
    if (unit === 0) return 0;
    let wanted = fraction * value;
    if (Math.abs(wanted - held * unit) < value * leastChange) return 0;
    for (let previous = Number.NaN; ; ) {
      const final = wholeLots(wanted / unit, lotSize);
      const quantity = held === 0 ? final : wholeLots(final - held, lotSize);
      if (quantity === 0 || quantity === previous) return quantity;
      previous = quantity;
      const fee = feeInAccountCurrency(security, marketOrderOf(quantity));
      wanted = target * (value - fee - value * this.#requiredFree);
      if (Math.abs(final * unit) <= Math.abs(wanted) * (1 + TOLERANCE)) return quantity;
    }
  }
}

function marginOf(leverage: number): number {
  if (!(leverage >= 1)) {
    throw new RangeError(`Cannot set leverage: wanted 1 or more, found ${leverage}`);
  }
  return 1 / leverage;
}
