import type { Portfolio } from './portfolio.ts';
import type { Security } from './security.ts';
import type { SecuritySymbol } from './security-symbol.ts';

/** The securities that an algorithm added, by symbol or ticker: LEAN's `Securities`. */
export class SecurityManager {
  readonly #portfolio: Portfolio;

  constructor(portfolio: Portfolio) {
    this.#portfolio = portfolio;
  }

  /** @throws Error where the algorithm never added the symbol */
  get(symbol: SecuritySymbol | string): Security {
    return this.#portfolio.security(symbol);
  }

  containsKey(symbol: SecuritySymbol | string): boolean {
    return this.#portfolio.has(symbol);
  }

  get values(): readonly Security[] {
    return this.#portfolio.securities;
  }

  get keys(): readonly SecuritySymbol[] {
    return this.values.map(({ symbol }) => symbol);
  }

  get count(): number {
    return this.values.length;
  }
}
