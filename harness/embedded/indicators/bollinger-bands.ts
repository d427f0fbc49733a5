import { Calculator, type PointCalculator } from './calculator.ts';
import { createMovingAverage, type MovingAverageType } from './moving-average-type.ts';
import { Part } from './part.ts';
import { StandardDeviation } from './variance.ts';

/** Bands of `k` standard deviations around an average (Bollinger). Its value is what it is given. */
export class BollingerBands extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #k: number;
  readonly #deviation: StandardDeviation;
  readonly #middle: PointCalculator;
  readonly #upper = new Part();
  readonly #lower = new Part();
  readonly #width = new Part();
  readonly #percent = new Part();

  constructor(period: number, k: number, type: MovingAverageType = 'simple') {
    super();
    this.warmUpPeriod = period;
    this.#k = k;
    this.#deviation = new StandardDeviation(period);
    this.#middle = createMovingAverage(type, period);
  }

  get isReady(): boolean {
    return this.#middle.isReady && this.#deviation.isReady;
  }

  override get parts() {
    return {
      standardDeviation: this.#deviation,
      middleBand: this.#middle,
      upperBand: this.#upper,
      lowerBand: this.#lower,
      bandWidth: this.#width,
      percentB: this.#percent,
    };
  }

  protected next(input: number): number {
    this.#deviation.update(input);
    this.#middle.update(input);
    const { isReady } = this;
    const middle = this.#middle.value;
    const distance = this.#k * this.#deviation.value;
    this.#upper.set(middle + distance, isReady);
    this.#lower.set(middle - distance, isReady);
    // What would be divided by 0 stays what it was, and is ready nevertheless.
    const width = 2 * distance;
    this.#width.set(middle === 0 ? this.#width.value : (100 * width) / middle, isReady);
    const percent = width === 0 ? this.#percent.value : (input - middle + distance) / width;
    this.#percent.set(percent, isReady);
    return isReady && this.#deviation.value === 0 ? this.value : input;
  }
}
