import { Calculator } from './calculator.ts';
import { LastValues } from './last-values.ts';

/** Mean of the last `period` values, the newest counted `period` times, the oldest once; 0 before. */
export class LinearWeightedMovingAverage extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #window: LastValues;
  readonly #weights: number;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period;
    this.#window = new LastValues(period);
    this.#weights = (period * (period + 1)) / 2;
  }

  get isReady(): boolean {
    return this.#window.isFull;
  }

  protected next(input: number): number {
    const window = this.#window;
    window.add(input);
    if (!window.isFull) return 0;
    let sum = 0;
    for (let ago = 0; ago < window.size; ago++) sum += (window.size - ago) * window.at(ago);
    return sum / this.#weights;
  }
}
