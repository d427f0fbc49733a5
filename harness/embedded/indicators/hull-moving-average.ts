import { roundHalfEven } from '../statistics/rounding.ts';
import { Calculator } from './calculator.ts';
import { LinearWeightedMovingAverage } from './linear-weighted-moving-average.ts';

/** Hull's average: a weighted mean over √period of 2 · WMA(period / 2) − WMA(period). */
export class HullMovingAverage extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #fast: LinearWeightedMovingAverage;
  readonly #slow: LinearWeightedMovingAverage;
  readonly #hull: LinearWeightedMovingAverage;

  /** @throws RangeError where the period is below 2 */
  constructor(period: number) {
    super();
    if (period < 2) {
      throw new RangeError(`Cannot make hma: wanted a period of 2 or more, found ${period}`);
    }
    const smoothing = roundHalfEven(Math.sqrt(period), 0);
    this.warmUpPeriod = period + smoothing - 1;
    this.#fast = new LinearWeightedMovingAverage(roundHalfEven(period / 2, 0));
    this.#slow = new LinearWeightedMovingAverage(period);
    this.#hull = new LinearWeightedMovingAverage(smoothing);
  }

  get isReady(): boolean {
    return this.#hull.isReady;
  }

  protected next(input: number): number {
    this.#fast.update(input);
    if (this.#slow.update(input)) this.#hull.update(2 * this.#fast.value - this.#slow.value);
    return this.#hull.value;
  }
}
