import type { Indicator, Slice } from '../../../../harness/embedded/leantune.ts';
import { Base } from './base.ts';

abstract class Compared extends Base {
  protected abstract readonly traded: string;
  #fast?: Indicator;
  #slow?: Indicator;

  protected trade(): void {
    this.#fast = this.sma(this.traded, 12);
    this.#slow = this.sma(this.traded, 35);
  }

  override onData(slice: Slice): void {
    const [fast, slow] = [this.#fast, this.#slow];
    if (!fast || !slow?.isReady || !slice.containsKey(this.traded)) return;
    this.count++;
    if (fast.value > slow.value) this.setHoldings(this.traded, 0.8);
    else if (this.invested(this.traded)) this.setHoldings(this.traded, -0.3);
  }
}

export class ComparedShare extends Compared {
  protected readonly traded = 'AAPL';

  initialize(): void {
    this.setBenchmark('BAC');
    this.addEquity('AAPL');
    this.trade();
  }
}

export class ComparedFunction extends Compared {
  protected readonly traded = 'AAPL';

  initialize(): void {
    this.addEquity('AAPL');
    this.trade();
    this.setBenchmark((time) => {
      const { price } = this.securities.get('AAPL');
      const late = this.time.hour === 0 ? 0 : 5;
      return price + 10 * time.getUTCDate() + 0.001 * this.count + late;
    });
  }
}

export class ComparedPair extends Compared {
  protected readonly traded = 'SPY';

  initialize(): void {
    this.addEquity('SPY');
    this.trade();
    this.setBenchmark('forex', 'EURUSD');
  }
}

export class ComparedSymbol extends Compared {
  protected readonly traded = 'NZDUSD';

  initialize(): void {
    this.addForex('NZDUSD', { market: 'oanda' });
    this.trade();
    this.setBenchmark(this.addForex('EURUSD', { market: 'oanda' }).symbol);
  }
}

export class ComparedBroker extends Compared {
  protected readonly traded = 'IBM';

  initialize(): void {
    this.setBrokerageModel('InteractiveBrokersBrokerage', 'margin');
    this.addEquity('IBM');
    this.trade();
  }
}
