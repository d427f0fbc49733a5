import { Calculator } from './calculator.ts';
import { RollingSum } from './rolling-sum.ts';

/**
 * McGinley's dynamic: moves by the distance to the value over period · (value / average)⁴. Begins
 * as the mean of the first `period` values, 0 before.
 */
export class McGinleyDynamic extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #first: RollingSum;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period;
    this.#first = new RollingSum(period);
  }

  get isReady(): boolean {
    return this.samples >= this.warmUpPeriod;
  }

  protected next(input: number): number {
    const { value, warmUpPeriod } = this;
    if (this.samples <= warmUpPeriod) {
      this.#first.update(input);
      return this.isReady ? this.#first.value / warmUpPeriod : 0;
    }
    if (value === 0 || input === 0) return value;
    return value + (input - value) / (warmUpPeriod * (input / value) ** 4);
  }
}
