import { Algorithm, type SecuritySymbol, type Slice } from '#leantune';

/** Buys with a part of the cash at the first chance and holds: what any strategy has to beat. */
export class BuyAndHold extends Algorithm {
  static parameters = { weight: 1 };

  #symbol!: SecuritySymbol;
  #weight = 1;

  initialize(): void {
    this.#symbol = this.addSecurity(this.getParameter('ticker', 'SPY')).symbol;
    this.#weight = this.getParameter('weight', 1);
  }

  override onData(_slice: Slice): void {
    if (!this.portfolio.invested && this.transactions.open.length === 0) {
      this.setHoldings(this.#symbol, this.#weight);
    }
  }
}
