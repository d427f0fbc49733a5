import type { Slice } from '../../../../harness/embedded/leantune.ts';
import { Counting } from './counting.ts';

export class MultiEquity extends Counting {
  initialize(): void {
    for (const ticker of ['SPY', 'AAPL', 'IBM']) this.addEquity(ticker);
  }

  protected override counts(slice: Slice): boolean {
    return slice.hasBar('SPY');
  }

  step(count: number): void {
    if (count % 20 !== 0) return;
    const turn = (count / 20) % 4;
    const hold = (spy: number, aapl: number, ibm: number) =>
      this.setHoldings([
        { symbol: 'SPY', weight: spy },
        { symbol: 'AAPL', weight: aapl },
        { symbol: 'IBM', weight: ibm },
      ]);
    if (turn === 0) hold(0.3, 0.5, -0.2);
    else if (turn === 1) hold(0.6, 0.1, 0.3);
    else if (turn === 2) this.setHoldings('IBM', 0.9, true);
    else this.liquidate();
  }
}

export class MixedRes extends Counting {
  initialize(): void {
    this.addEquity('SPY', 'minute');
    this.addEquity('AAPL', 'hour');
    this.addEquity('IWM', 'daily');
  }

  step(count: number): void {
    if (count % 100 === 10) this.marketOrder('SPY', 50);
    if (count % 100 === 30) this.marketOrder('AAPL', 5);
    if (count % 300 === 50) this.marketOrder('IWM', 20);
    if (count % 400 === 399) this.liquidate();
  }
}

export class RawSplit extends Counting {
  initialize(): void {
    this.addEquity('AAPL');
  }

  protected override counts(slice: Slice): boolean {
    return slice.hasBar('AAPL');
  }

  step(count: number): void {
    if (count === 2) this.marketOrder('AAPL', 101);
    if (count === 5) {
      this.limitOrder('AAPL', -50, 660);
      this.stopMarketOrder('AAPL', -51, 500);
    }
    if (count === 40) this.limitOrder('AAPL', 30, 90);
  }
}

export class CashShares extends Counting {
  initialize(): void {
    this.setBrokerageModel('InteractiveBrokersBrokerage', 'cash');
    this.addEquity('SPY');
    this.addEquity('AAPL');
  }

  step(count: number): void {
    if (count % 30 === 4) this.setHoldings('SPY', 0.9);
    if (count % 30 === 15) this.liquidate('SPY');
    if (count % 30 === 16) this.setHoldings('AAPL', 0.9);
    if (count % 30 === 28) this.liquidate('AAPL');
  }
}
