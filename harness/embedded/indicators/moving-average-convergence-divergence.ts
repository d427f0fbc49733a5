import { Calculator, type PointCalculator } from './calculator.ts';
import { createMovingAverage, type MovingAverageType } from './moving-average-type.ts';
import { Part } from './part.ts';

/** The fast average less the slow one (Appel 1979), with the average of that as its signal. */
export class MovingAverageConvergenceDivergence extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #fast: PointCalculator;
  readonly #slow: PointCalculator;
  readonly #signal: PointCalculator;
  readonly #histogram = new Part();

  /** @throws RangeError where the fast period is not the shorter one */
  constructor(
    fastPeriod: number,
    slowPeriod: number,
    signalPeriod: number,
    type: MovingAverageType = 'exponential',
  ) {
    super();
    if (fastPeriod >= slowPeriod) {
      throw new RangeError(
        `Cannot make macd: wanted a fast period below the slow one, found ${fastPeriod} and ${slowPeriod}`,
      );
    }
    this.warmUpPeriod = slowPeriod + signalPeriod - 1;
    this.#fast = createMovingAverage(type, fastPeriod);
    this.#slow = createMovingAverage(type, slowPeriod);
    this.#signal = createMovingAverage(type, signalPeriod);
  }

  get isReady(): boolean {
    return this.#signal.isReady;
  }

  override get parts() {
    const [fast, slow, signal] = [this.#fast, this.#slow, this.#signal];
    return { fast, slow, signal, histogram: this.#histogram };
  }

  protected next(input: number): number {
    const isFastReady = this.#fast.update(input);
    const isSlowReady = this.#slow.update(input);
    const difference = this.#fast.value - this.#slow.value;
    if (isFastReady && isSlowReady && this.#signal.update(difference)) {
      this.#histogram.set(difference - this.#signal.value);
    }
    return difference;
  }
}
