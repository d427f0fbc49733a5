import { Calculator } from './calculator.ts';
import { RollingSum } from './rolling-sum.ts';

/**
 * Weights each value with 2 / (period + 1), or with a weight of its own; begins as the mean of the
 * first `period` values, 0 before.
 */
export class ExponentialMovingAverage extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #weight: number;
  readonly #first: RollingSum;

  constructor(period: number, weight = 2 / (period + 1)) {
    super();
    this.warmUpPeriod = period;
    this.#weight = weight;
    this.#first = new RollingSum(period);
  }

  get isReady(): boolean {
    return this.samples >= this.warmUpPeriod;
  }

  override fill(inputs: Float64Array, values: Float64Array): number {
    // Where it is smoothed from on.
    const from = Math.min(inputs.length, Math.max(0, this.warmUpPeriod - this.samples));
    const readyAt = super.fill(inputs.subarray(0, from), values);
    let { value } = this;
    for (let at = from; at < inputs.length; at++) {
      value += ((inputs[at] as number) - value) * this.#weight;
      values[at] = value;
    }
    this.value = value;
    this.samples += inputs.length - from;
    return this.isReady ? Math.min(readyAt, from) : readyAt;
  }

  protected next(input: number): number {
    if (this.samples > this.warmUpPeriod) return this.value + (input - this.value) * this.#weight;
    this.#first.update(input);
    return this.isReady ? this.#first.value / this.warmUpPeriod : 0;
  }
}
