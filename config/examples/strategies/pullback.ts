import { Algorithm, type Indicator, type SecuritySymbol, type Slice } from '#leantune';

/**
 * A strategy of one's own: buys a dip in a rising market and sells when the price has recovered.
 * The names are LEAN's, so that the C# twin reads much the same.
 */
export default class Pullback extends Algorithm {
  // What the strategy reads, with the values that hold where a job says nothing.
  static parameters = { trend: 200, mean: 10, dip: 0.02, stop: false, stopLoss: 0.1 };

  #symbol!: SecuritySymbol;
  #trend!: Indicator;
  #mean!: Indicator;
  #dip = 0;
  #stopLoss = Number.POSITIVE_INFINITY;

  initialize(): void {
    this.#symbol = this.addEquity(this.getParameter('ticker', 'SPX')).symbol;
    this.#trend = this.sma(this.#symbol, this.getParameter('trend', 200));
    this.#mean = this.sma(this.#symbol, this.getParameter('mean', 10));
    this.#dip = this.getParameter('dip', 0.02);
    if (this.getParameter('stop', false)) this.#stopLoss = this.getParameter('stopLoss', 0.1);
  }

  override onData(_slice: Slice): void {
    if (!this.#trend.isReady || !this.#mean.isReady) return;
    const { price } = this.securities.get(this.#symbol);
    const holding = this.portfolio.get(this.#symbol);
    if (!holding.invested) {
      const rises = price > this.#trend.current.value;
      if (rises && price < this.#mean.current.value * (1 - this.#dip)) {
        this.setHoldings(this.#symbol, 1);
      }
    } else if (
      price > this.#mean.current.value ||
      price < holding.averagePrice * (1 - this.#stopLoss)
    ) {
      this.liquidate(this.#symbol);
    }
  }
}
