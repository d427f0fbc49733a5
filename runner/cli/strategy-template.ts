/** A strategy that runs as it is and reads its parameters. */
export function strategyTemplate(name: string): string {
  const className = name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
    .replace(/^(?=\d)/, 'Strategy');
  return `import { Algorithm, type Indicator, type Slice, type Symbol } from '#leantune';

/** Long while the fast average of closes is above the slow one, otherwise in cash. */
export default class ${className} extends Algorithm {
  // What the strategy takes where a job does not say otherwise.
  static parameters = { fast: 10, slow: 30 };

  #symbol!: Symbol;
  #fast!: Indicator;
  #slow!: Indicator;

  initialize(): void {
    this.#symbol = this.addEquity(this.getParameter('ticker', 'SPY')).symbol;
    this.#fast = this.sma(this.#symbol, this.getParameter('fast', 10));
    this.#slow = this.sma(this.#symbol, this.getParameter('slow', 30));
  }

  override onData(_slice: Slice): void {
    if (!this.#fast.isReady || !this.#slow.isReady) return;
    const { invested } = this.portfolio.get(this.#symbol);
    const up = this.#fast.current.value > this.#slow.current.value;
    if (up && !invested) this.setHoldings(this.#symbol, 1);
    if (!up && invested) this.liquidate(this.#symbol);
  }
}
`;
}
