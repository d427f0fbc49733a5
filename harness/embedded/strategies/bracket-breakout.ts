import {
  Algorithm,
  type Indicator,
  type OrderEvent,
  type OrderTicket,
  round,
  type SecuritySymbol,
  type Slice,
} from '#leantune';

/**
 * Buys a breakout over the highest high by a stop order; then a limit order takes the profit or a
 * stop order cuts the loss, and the one that fills cancels the other.
 */
export class BracketBreakout extends Algorithm {
  static parameters = { period: 20, percent: 5, shares: 500 };

  #symbol!: SecuritySymbol;
  #highest!: Indicator;
  #distance = 0.05;
  #shares = 500;
  #entry: OrderTicket | null = null;
  #take: OrderTicket | null = null;
  #stop: OrderTicket | null = null;

  initialize(): void {
    this.#symbol = this.addSecurity(this.getParameter('ticker', 'SPY')).symbol;
    this.#highest = this.max(this.#symbol, this.getParameter('period', 20));
    this.#distance = this.getParameter('percent', 5) / 100;
    this.#shares = this.getParameter('shares', 500);
  }

  override onData(slice: Slice): void {
    if (!this.#highest.isReady || !slice.hasBar(this.#symbol)) return;
    if (this.portfolio.get(this.#symbol).invested) return;
    this.#entry?.cancel();
    if (this.#take?.status === 'submitted' || this.#stop?.status === 'submitted') return;
    const price = round(this.#highest.current.value, 2);
    this.#entry = this.stopMarketOrder(this.#symbol, this.#shares, price);
  }

  override onOrderEvent({ status, orderId, fillPrice }: OrderEvent): void {
    if (status !== 'filled') return;
    if (orderId === this.#entry?.orderId) {
      const exit = -this.#shares;
      this.#take = this.limitOrder(this.#symbol, exit, round(fillPrice * (1 + this.#distance), 2));
      this.#stop = this.stopMarketOrder(
        this.#symbol,
        exit,
        round(fillPrice * (1 - this.#distance), 2),
      );
    } else if (orderId === this.#take?.orderId) this.#stop?.cancel();
    else if (orderId === this.#stop?.orderId) this.#take?.cancel();
  }
}
