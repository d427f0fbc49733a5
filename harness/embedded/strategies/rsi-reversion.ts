import { Algorithm, type Indicator, type SecuritySymbol, type Slice } from '#leantune';

/** Buys with half of the portfolio when the RSI is low and sells when it is as high. */
export class RsiReversion extends Algorithm {
  static parameters = { period: 14, oversold: 30 };

  #symbol!: SecuritySymbol;
  #rsi!: Indicator;
  #oversold = 30;

  initialize(): void {
    this.#symbol = this.addSecurity(this.getParameter('ticker', 'SPY')).symbol;
    this.#rsi = this.rsi(this.#symbol, this.getParameter('period', 14));
    this.#oversold = this.getParameter('oversold', 30);
  }

  override onData(_slice: Slice): void {
    if (!this.#rsi.isReady) return;
    const { value } = this.#rsi.current;
    const { invested } = this.portfolio.get(this.#symbol);
    if (!invested && value < this.#oversold) this.setHoldings(this.#symbol, 0.5);
    else if (invested && value > 100 - this.#oversold) this.liquidate(this.#symbol);
  }
}
