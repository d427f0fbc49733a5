import { Calculator } from './calculator.ts';
import { ExponentialMovingAverage } from './exponential-moving-average.ts';

/** 3 · EMA − 3 · EMA² + EMA³ (Mulloy 1994); 0 until all three are ready. */
export class TripleExponentialMovingAverage extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #once: ExponentialMovingAverage;
  readonly #twice: ExponentialMovingAverage;
  readonly #thrice: ExponentialMovingAverage;

  constructor(period: number) {
    super();
    this.warmUpPeriod = 3 * (period - 1) + 1;
    this.#once = new ExponentialMovingAverage(period);
    this.#twice = new ExponentialMovingAverage(period);
    this.#thrice = new ExponentialMovingAverage(period);
  }

  get isReady(): boolean {
    return this.#thrice.isReady;
  }

  protected next(input: number): number {
    if (this.#once.update(input) && this.#twice.update(this.#once.value)) {
      this.#thrice.update(this.#twice.value);
    }
    if (!this.isReady) return 0;
    return 3 * this.#once.value - 3 * this.#twice.value + this.#thrice.value;
  }
}
