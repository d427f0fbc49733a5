import { Algorithm, type Indicator, type SecuritySymbol, type Slice } from '#leantune';

/** Long while the fast average of closes is above the slow one, otherwise short; turns in one order. */
export class SmaLongShort extends Algorithm {
  static parameters = { fast: 10, slow: 30 };

  #symbol!: SecuritySymbol;
  #fast!: Indicator;
  #slow!: Indicator;
  #side = 0;

  initialize(): void {
    this.#symbol = this.addSecurity(this.getParameter('ticker', 'SPY')).symbol;
    this.#fast = this.sma(this.#symbol, this.getParameter('fast', 10));
    this.#slow = this.sma(this.#symbol, this.getParameter('slow', 30));
  }

  override onData(_slice: Slice): void {
    if (!this.#slow.isReady) return;
    const side = this.#fast.current.value > this.#slow.current.value ? 1 : -1;
    if (side === this.#side) return;
    this.setHoldings(this.#symbol, side);
    this.#side = side;
  }
}
