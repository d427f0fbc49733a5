import type { Indicator, MarginCallOrder, Slice } from '../../../../harness/embedded/leantune.ts';
import { Base } from './base.ts';

export class Squeezed extends Base {
  #calls = 0;

  initialize(): void {
    this.addEquity('AAPL');
    this.addEquity('BAC');
  }

  override onData(slice: Slice): void {
    if (!slice.containsKey('AAPL') || !slice.containsKey('BAC')) return;
    this.count++;
    if (this.count % 120 === 1) {
      this.setHoldings('AAPL', -1.1);
      this.setHoldings('BAC', this.count % 240 === 1 ? -0.85 : 0.85);
    }
    if (this.count % 120 === 100) this.liquidate();
  }

  override onMarginCall(orders: readonly MarginCallOrder[]): void {
    this.#calls += orders.length;
  }

  override onMarginCallWarning(): void {
    if (this.#calls % 2 === 0) this.marketOrder('AAPL', 5, 'warned');
  }
}

const CROWD = ['AAPL', 'AIG', 'BAC', 'IBM', 'SPY'];

export class Crowded extends Base {
  readonly #change = new Map<string, Indicator>();

  initialize(): void {
    for (const ticker of CROWD) {
      this.addEquity(ticker);
      this.#change.set(ticker, this.roc(ticker, 10));
    }
  }

  override onData(slice: Slice): void {
    const changes = [...this.#change];
    if (!CROWD.every((ticker) => slice.containsKey(ticker))) return;
    if (!changes.every(([, change]) => change.isReady)) return;
    this.count++;
    this.#trade(changes.sort(([, a], [, b]) => b.value - a.value).map(([ticker]) => ticker));
  }

  #trade(ranked: readonly string[]): void {
    const [first = '', last = ''] = [ranked[0], ranked[4]];
    if (this.count % 15 === 1) {
      const weights = [0.9, 0.7, 0.55];
      const targets = weights.map((weight, rank) => ({ symbol: ranked[rank] ?? '', weight }));
      this.setHoldings(targets, this.count % 30 === 1);
    }
    if (this.count % 15 === 8) {
      this.marketOrder(last, -Math.floor(150_000 / this.securities.get(last).price));
    }
    if (this.count % 15 === 11) this.setHoldings(first, 0.3, true);
    if (this.count % 45 === 44) this.liquidate();
  }
}
