import type { Indicator, Slice } from '../../../../harness/embedded/leantune.ts';
import { Base } from './base.ts';

export class Rotation extends Base {
  readonly #change = new Map<string, Indicator>();
  readonly #spread = new Map<string, Indicator>();

  initialize(): void {
    for (const ticker of ['SPY', 'AAPL', 'IBM', 'BAC']) {
      this.addEquity(ticker);
      this.#change.set(ticker, this.roc(ticker, 60));
      this.#spread.set(ticker, this.std(ticker, 20));
    }
    const { schedule, dateRules, timeRules } = this;
    schedule.on(dateRules.monthStart('SPY'), timeRules.afterMarketOpen('SPY', 30), () =>
      this.#rebalance(),
    );
    schedule.on(dateRules.weekEnd('SPY'), timeRules.beforeMarketClose('SPY', 10), () => {
      for (const [ticker, spread] of this.#spread) {
        const isWild = spread.value > this.securities.get(ticker).price * 0.05;
        if (this.invested(ticker) && isWild) this.liquidate(ticker, 'wild');
      }
    });
  }

  #rebalance(): void {
    const changes = [...this.#change];
    if (!changes.every(([, change]) => change.isReady)) return;
    const ranked = changes.sort(([, a], [, b]) => b.value - a.value).map(([ticker]) => ticker);
    const weights = [0.6, 0.35, 0, 0];
    this.setHoldings(ranked.map((symbol, rank) => ({ symbol, weight: weights[rank] as number })));
  }
}

export class Trend extends Base {
  readonly #averages = new Map<string, readonly [fast: Indicator, slow: Indicator]>();

  initialize(): void {
    for (const ticker of ['AAPL', 'IBM']) {
      this.addEquity(ticker);
      this.#averages.set(ticker, [this.ema(ticker, 8), this.lwma(ticker, 30)]);
    }
  }

  override onData(slice: Slice): void {
    for (const [ticker, [fast, slow]] of this.#averages) {
      if (!slow.isReady || !slice.containsKey(ticker)) continue;
      const wanted = fast.value > slow.value ? 0.45 : -0.25;
      const { quantity } = this.portfolio.get(ticker);
      if (Math.sign(quantity) !== Math.sign(wanted)) this.setHoldings(ticker, wanted);
    }
  }
}
