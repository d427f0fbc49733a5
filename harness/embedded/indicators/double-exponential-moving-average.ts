import { Calculator } from './calculator.ts';
import { ExponentialMovingAverage } from './exponential-moving-average.ts';

/**
 * Takes back the lag of an exponential average: (1 + v) · EMA − v · EMA of the EMA (Mulloy 1994,
 * where v is 1).
 */
export class DoubleExponentialMovingAverage extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #once: ExponentialMovingAverage;
  readonly #twice: ExponentialMovingAverage;
  readonly #volumeFactor: number;

  constructor(period: number, volumeFactor = 1) {
    super();
    this.warmUpPeriod = 1 + 2 * (period - 1);
    this.#once = new ExponentialMovingAverage(period);
    this.#twice = new ExponentialMovingAverage(period);
    this.#volumeFactor = volumeFactor;
  }

  get isReady(): boolean {
    return this.samples >= this.warmUpPeriod;
  }

  protected next(input: number): number {
    if (!this.#once.update(input)) return this.#once.value;
    this.#twice.update(this.#once.value);
    return (1 + this.#volumeFactor) * this.#once.value - this.#volumeFactor * this.#twice.value;
  }
}
