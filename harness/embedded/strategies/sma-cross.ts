import { Algorithm, type Indicator, type SecuritySymbol, type Slice } from '#leantune';

/** Long while the fast average of closes is above the slow one, otherwise in cash. */
export class SmaCross extends Algorithm {
  static parameters = { fast: 10, slow: 30 };

  #symbol!: SecuritySymbol;
  #fast!: Indicator;
  #slow!: Indicator;

  initialize(): void {
    this.#symbol = this.addSecurity(this.getParameter('ticker', 'SPY')).symbol;
    this.#fast = this.sma(this.#symbol, this.getParameter('fast', 10));
    this.#slow = this.sma(this.#symbol, this.getParameter('slow', 30));
  }

  override onData(_slice: Slice): void {
    if (!this.#fast.isReady || !this.#slow.isReady) return;
    const { invested } = this.portfolio.get(this.#symbol);
    if (this.#fast.current.value > this.#slow.current.value) {
      if (!invested) this.setHoldings(this.#symbol, 1);
    } else if (invested) {
      this.liquidate(this.#symbol);
    }
  }
}
