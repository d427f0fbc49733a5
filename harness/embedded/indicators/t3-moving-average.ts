import { Calculator } from './calculator.ts';
import { DoubleExponentialMovingAverage } from './double-exponential-moving-average.ts';

/** Tillson's T3: a double exponential average with a volume factor, three times over. */
export class T3MovingAverage extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #once: DoubleExponentialMovingAverage;
  readonly #twice: DoubleExponentialMovingAverage;
  readonly #thrice: DoubleExponentialMovingAverage;

  constructor(period: number, volumeFactor = 0.7) {
    super();
    this.warmUpPeriod = 1 + 6 * (period - 1);
    this.#once = new DoubleExponentialMovingAverage(period, volumeFactor);
    this.#twice = new DoubleExponentialMovingAverage(period, volumeFactor);
    this.#thrice = new DoubleExponentialMovingAverage(period, volumeFactor);
  }

  get isReady(): boolean {
    return this.samples >= this.warmUpPeriod;
  }

  protected next(input: number): number {
    if (!this.#once.update(input)) return this.#once.value;
    if (!this.#twice.update(this.#once.value)) return this.#twice.value;
    this.#thrice.update(this.#twice.value);
    return this.#thrice.value;
  }
}
