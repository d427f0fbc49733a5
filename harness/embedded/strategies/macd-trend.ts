import {
  Algorithm,
  type IndicatorWithParts,
  MovingAverageType,
  type SecuritySymbol,
  type Slice,
} from '#leantune';

/**
 * Long while the MACD is above its signal line, otherwise in cash. A turn counts once the lines are
 * `tolerance` percent of the slow average apart, so that noise does not trade.
 */
export class MacdTrend extends Algorithm {
  static parameters = { fast: 12, slow: 26, signal: 9, tolerance: 0.1 };

  #symbol!: SecuritySymbol;
  #macd!: IndicatorWithParts<'macd'>;
  #tolerance = 0.001;

  initialize(): void {
    this.#symbol = this.addSecurity(this.getParameter('ticker', 'SPY')).symbol;
    this.#macd = this.macd(
      this.#symbol,
      this.getParameter('fast', 12),
      this.getParameter('slow', 26),
      this.getParameter('signal', 9),
      MovingAverageType.Exponential,
    );
    this.#tolerance = this.getParameter('tolerance', 0.1) / 100;
  }

  override onData(_slice: Slice): void {
    if (!this.#macd.isReady) return;
    const gap = this.#macd.histogram.current.value;
    const least = this.#tolerance * this.#macd.slow.current.value;
    const { invested } = this.portfolio.get(this.#symbol);
    if (!invested && gap > least) this.setHoldings(this.#symbol, 1);
    else if (invested && gap < -least) this.liquidate(this.#symbol);
  }
}
