import { roundHalfEven } from '../statistics/rounding.ts';
import { Calculator } from './calculator.ts';
import { ExponentialMovingAverage } from './exponential-moving-average.ts';
import { LastValues } from './last-values.ts';

/** An exponential average of each value plus its change over half of the period (Ehlers, Way 2010). */
export class ZeroLagExponentialMovingAverage extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #average: ExponentialMovingAverage;
  readonly #window: LastValues;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period + Math.floor(period / 2);
    this.#average = new ExponentialMovingAverage(period);
    this.#window = new LastValues(roundHalfEven((period - 1) / 2, 0) + 1);
  }

  get isReady(): boolean {
    return this.#average.isReady;
  }

  protected next(input: number): number {
    this.#window.add(input);
    if (!this.#window.isFull) return 0;
    this.#average.update(input + (input - this.#window.oldest));
    return this.#average.value;
  }
}
