import { type Bar, Calculator } from './calculator.ts';
import { RollingSum } from './rolling-sum.ts';

/** Mean of the last `period` bars' mean prices, each weighted with its volume. */
export class VolumeWeightedAveragePrice extends Calculator<Bar> {
  readonly warmUpPeriod: number;
  readonly #turnover: RollingSum;
  readonly #volume: RollingSum;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period;
    this.#turnover = new RollingSum(period);
    this.#volume = new RollingSum(period);
  }

  get isReady(): boolean {
    return this.#volume.isReady;
  }

  protected next({ open, high, low, close, volume }: Bar): number {
    this.#turnover.update(((open + high + low + close) / 4) * volume);
    this.#volume.update(volume);
    return this.#volume.value === 0 ? this.value : this.#turnover.value / this.#volume.value;
  }
}
