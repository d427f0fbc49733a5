import { type Bar, Calculator } from './calculator.ts';
import { isAbove } from './nearly.ts';
import { RollingSum } from './rolling-sum.ts';

/** Part of the last `period` bars' turnover that came with a higher typical price, in percent. */
export class MoneyFlowIndex extends Calculator<Bar> {
  readonly warmUpPeriod: number;
  readonly #positive: RollingSum;
  readonly #negative: RollingSum;
  #previousPrice = 0;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period;
    this.#positive = new RollingSum(period);
    this.#negative = new RollingSum(period);
  }

  get isReady(): boolean {
    return this.#positive.isReady;
  }

  override get parts() {
    return { positiveMoneyFlow: this.#positive, negativeMoneyFlow: this.#negative };
  }

  protected next({ high, low, close, volume }: Bar): number {
    const price = (high + low + close) / 3;
    this.#positive.update(isAbove(price, this.#previousPrice, price) ? price * volume : 0);
    this.#negative.update(isAbove(this.#previousPrice, price, price) ? price * volume : 0);
    this.#previousPrice = price;
    const total = this.#positive.value + this.#negative.value;
    return total === 0 ? 100 : (100 * this.#positive.value) / total;
  }
}
