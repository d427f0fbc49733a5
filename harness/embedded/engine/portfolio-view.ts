import type { SecurityHolding } from './security-holding.ts';
import type { SecuritySymbol } from './security-symbol.ts';

/** What LEAN's portfolio says of its holdings as a whole. */
export abstract class PortfolioView {
  abstract readonly values: readonly SecurityHolding[];
  abstract readonly invested: boolean;
  abstract readonly totalUnrealizedProfit: number;

  abstract has(symbol: SecuritySymbol | string): boolean;

  containsKey(symbol: SecuritySymbol | string): boolean {
    return this.has(symbol);
  }

  get keys(): readonly SecuritySymbol[] {
    return this.values.map(({ symbol }) => symbol);
  }

  get count(): number {
    return this.values.length;
  }

  get holdStock(): boolean {
    return this.invested;
  }

  get totalUnrealisedProfit(): number {
    return this.totalUnrealizedProfit;
  }

  /** What the positions cost, long and short ones alike. */
  get totalAbsoluteHoldingsCost(): number {
    return this.values.reduce((sum, { absoluteHoldingsCost }) => sum + absoluteHoldingsCost, 0);
  }

  get totalUnleveredAbsoluteHoldingsCost(): number {
    return this.values.reduce((sum, holding) => sum + holding.unleveredAbsoluteHoldingsCost, 0);
  }
}
