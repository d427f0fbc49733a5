import {
  ExponentialMovingAverage,
  type Indicator,
  round,
  SimpleMovingAverage,
  type Slice,
} from '../../../../harness/embedded/leantune.ts';
import { Base } from './base.ts';

export class Volumes extends Base {
  #flow?: Indicator;
  #balance?: Indicator;
  #change?: Indicator;
  #range?: Indicator;
  #momentum?: Indicator;
  readonly #smooth = new ExponentialMovingAverage(9);
  readonly #mean = new SimpleMovingAverage(20);

  initialize(): void {
    this.addEquity('IBM');
    this.#flow = this.mfi('IBM', 14);
    this.#balance = this.obv('IBM');
    this.#change = this.rocp('IBM', 10);
    this.#range = this.wilr('IBM', 14);
    this.#momentum = this.mom('IBM', 5);
  }

  override onData(slice: Slice): void {
    const [balance, change] = [this.#balance, this.#change];
    if (!slice.containsKey('IBM') || !this.#flow?.isReady || !change?.isReady) return;
    this.count++;
    this.#smooth.update(this.utcTime, change.value);
    this.#mean.update(this.utcTime, balance?.value ?? 0);
    if (this.#mean.isReady && this.#smooth.isReady) this.#act(balance?.value ?? 0);
  }

  #act(balance: number): void {
    const [smooth, mean] = [this.#smooth.value, this.#mean.value];
    const rises = smooth > 0 && balance > mean;
    const falls = smooth < 0 && balance < mean;
    const { quantity } = this.portfolio.get('IBM');
    if (rises && quantity <= 0 && (this.#flow?.value ?? 0) < 80) {
      this.setHoldings('IBM', 0.8, false, 'rises');
    } else if (falls && quantity >= 0 && (this.#range?.value ?? 0) > -90) {
      this.setHoldings('IBM', -0.4);
    } else if (quantity !== 0 && this.#rests()) {
      this.marketOrder('IBM', -round(quantity / 3, 0));
    }
  }

  #rests(): boolean {
    return Math.abs(this.#momentum?.value ?? 0) < 0.2 && this.count % 4 === 0;
  }
}
