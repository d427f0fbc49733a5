import { Calculator } from './calculator.ts';
import { SimpleMovingAverage } from './simple-moving-average.ts';

/** A mean of means, which counts the middle of the last `period` values most. */
export class TriangularMovingAverage extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #once: SimpleMovingAverage;
  readonly #twice: SimpleMovingAverage;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period;
    const half = Math.ceil(period / 2);
    this.#once = new SimpleMovingAverage(half);
    this.#twice = new SimpleMovingAverage(period % 2 === 0 ? half + 1 : half);
  }

  get isReady(): boolean {
    return this.samples >= this.warmUpPeriod;
  }

  protected next(input: number): number {
    this.#once.update(input);
    this.#twice.update(this.#once.value);
    return this.#twice.value;
  }
}
