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

  protected next(input: number): number {
    if (this.samples > this.warmUpPeriod) return this.value + (input - this.value) * this.#weight;
    this.#first.update(input);
    return this.isReady ? this.#first.value / this.warmUpPeriod : 0;
  }
}
