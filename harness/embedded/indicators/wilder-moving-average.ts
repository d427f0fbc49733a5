import { Calculator } from './calculator.ts';
import { SimpleMovingAverage } from './simple-moving-average.ts';

/**
 * Weights each value with 1 / period (Wilder 1978). As in LEAN it begins as the mean of the first
 * `period` − 1 values and is smoothed from the `period`-th on.
 */
export class WilderMovingAverage extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #first: SimpleMovingAverage;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period;
    this.#first = new SimpleMovingAverage(period);
  }

  get isReady(): boolean {
    return this.samples >= this.warmUpPeriod;
  }

  protected next(input: number): number {
    if (this.isReady) return this.value + (input - this.value) / this.warmUpPeriod;
    this.#first.update(input);
    return this.#first.value;
  }
}
