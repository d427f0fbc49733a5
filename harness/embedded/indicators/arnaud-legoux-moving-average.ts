import { Calculator } from './calculator.ts';
import { LastValues } from './last-values.ts';

/**
 * Weights the last `period` values by a bell curve that lies at `offset` of the window and is
 * `period / sigma` wide. The value itself until it is ready.
 */
export class ArnaudLegouxMovingAverage extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #window: LastValues;
  /** Newest first. */
  readonly #weights: Float64Array;

  /** @throws RangeError where the offset is not between 0 and 1 */
  constructor(period: number, sigma = 6, offset = 0.85) {
    super();
    if (!(offset >= 0 && offset <= 1)) {
      throw new RangeError(`Cannot make alma: wanted an offset from 0 to 1, found ${offset}`);
    }
    this.warmUpPeriod = period;
    this.#window = new LastValues(period);
    const middle = Math.floor(offset * (period - 1));
    const width = period / sigma;
    const bell = Float64Array.from({ length: period }, (_, index) =>
      Math.exp(-((index - middle) ** 2) / (2 * width * width)),
    );
    const sum = bell.reduce((total, weight) => total + weight, 0);
    this.#weights = bell.map((weight) => weight / sum).reverse();
  }

  get isReady(): boolean {
    return this.#window.isFull;
  }

  protected next(input: number): number {
    this.#window.add(input);
    if (!this.isReady) return input;
    let sum = 0;
    for (let ago = 0; ago < this.#weights.length; ago++) {
      sum += this.#window.at(ago) * (this.#weights[ago] as number);
    }
    return sum;
  }
}
