import type { MarginSecurity } from './margin-account.ts';
import { SecurityMarginModel } from './security-margin-model.ts';

/** The market closes this soon when the larger margin is due already. */
const CLOSING_SOON_MS = 10 * 60_000;

/** More leverage while the market is open, less when it is closed or about to close. */
export class PatternDayTradingMarginModel extends SecurityMarginModel {
  override readonly hasFixedMargin: boolean = false;
  readonly #correction: number;

  constructor(closedMarketLeverage = 2, openMarketLeverage = 4) {
    super(openMarketLeverage);
    this.#correction = openMarketLeverage / closedMarketLeverage;
  }

  override getLeverage(security: MarginSecurity): number {
    return super.getLeverage(security) / this.#correctionAt(security);
  }

  /** The model's own leverage holds. */
  override setLeverage(): void {}

  override getMaintenanceMargin(security: MarginSecurity, quantity: number): number {
    return super.getMaintenanceMargin(security, quantity) * this.#correctionAt(security);
  }

  override getInitialMarginRequirement(security: MarginSecurity, quantity: number): number {
    return super.getInitialMarginRequirement(security, quantity) * this.#correctionAt(security);
  }

  #correctionAt(security: MarginSecurity): number {
    const now = security.clock.utc;
    const isOpen = security.isOpen(now);
    const closesSoon = isOpen && security.hours.nextClose(now) - now <= CLOSING_SOON_MS;
    return isOpen && !closesSoon ? 1 : this.#correction;
  }
}
