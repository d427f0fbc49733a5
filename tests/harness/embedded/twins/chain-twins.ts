import {
  ExponentialMovingAverage,
  Field,
  type Indicator,
  RateOfChange,
  round,
  SimpleMovingAverage,
  type Slice,
  TimeSpan,
} from '../../../../harness/embedded/leantune.ts';
import { Base } from './base.ts';

export class Chained extends Base {
  #smooth?: Indicator;
  #highest?: Indicator;
  #lowest?: Indicator;
  #signal?: Indicator;
  #spread?: Indicator;
  #ratio?: Indicator;
  #weighted?: Indicator;

  initialize(): void {
    this.addEquity('IBM');
    this.#smooth = this.rsi('IBM', 10, 'wilders').ema(9);
    this.#highest = this.#smooth.max(12, false);
    this.#lowest = this.#smooth.min(12);
    this.#signal = new SimpleMovingAverage(4).of(this.macd('IBM', 8, 17, 5).signal);
    this.#spread = this.sma('IBM', 6).minus(this.sma('IBM', 21));
    this.#ratio = this.ema('IBM', 7).over(this.sma('IBM', 33).plus(1)).times(100);
    const volumes = this.identity('IBM', null, Field.Volume);
    this.#weighted = this.identity('IBM').weightedBy(volumes, 15);
  }

  override onData(slice: Slice): void {
    const weighted = this.#weighted;
    if (this.isWarmingUp || !slice.containsKey('IBM') || !weighted?.isReady) return;
    this.count++;
    this.#turn(weighted.value);
    this.#add(weighted.value);
  }

  #turn(weighted: number): void {
    const { price } = this.securities.get('IBM');
    const smooth = this.#smooth?.value ?? 0;
    const highest = this.#highest?.value ?? 0;
    const isLow = this.#lowest?.isReady === true && smooth <= this.#lowest.value + 2;
    if (isLow && price > weighted * 0.9) this.setHoldings('IBM', 0.7);
    else if (highest > 0 && smooth >= highest - 1) this.setHoldings('IBM', -0.4);
  }

  #add(weighted: number): void {
    const [spread, ratio, signal] = [this.#spread, this.#ratio, this.#signal];
    if (this.count % 11 === 4 && spread?.isReady) {
      this.marketOrder('IBM', 5 + (Math.floor(spread.value * 10) % 17));
    }
    if (this.count % 17 === 9 && ratio?.isReady) {
      this.marketOrder('IBM', (Math.floor(ratio.value * 3) % 23) - 40);
    }
    if (this.count % 13 === 7 && signal?.isReady && signal.value > 0) {
      this.limitOrder('IBM', 9, round(weighted * 0.99, 2));
    }
  }
}

export class ChainedWarm extends Chained {
  override initialize(): void {
    super.initialize();
    this.setWarmUp(40);
  }
}

export class ChainedBars extends Base {
  readonly #change = new RateOfChange(5);
  readonly #average = new ExponentialMovingAverage(20);
  #smooth?: Indicator;

  initialize(): void {
    this.addEquity('AAPL');
    this.#smooth = this.#change.sma(6);
    this.registerIndicator('AAPL', this.#change, TimeSpan.fromHours(3));
    this.warmUpIndicator('AAPL', this.#average);
    this.registerIndicator('AAPL', this.#average);
  }

  override onData(slice: Slice): void {
    const smooth = this.#smooth;
    if (!slice.containsKey('AAPL')) return;
    this.count++;
    if (this.count < 40 && this.count % 8 === 0) {
      this.marketOrder('AAPL', (Math.floor(this.#average.value) % 29) + 1);
    }
    if (!smooth?.isReady || this.count % 4 !== 0) return;
    const { quantity } = this.portfolio.get('AAPL');
    if (smooth.value > 0 && quantity <= 0) this.setHoldings('AAPL', 0.6);
    else if (smooth.value < 0 && quantity >= 0) this.setHoldings('AAPL', -0.3);
  }
}
