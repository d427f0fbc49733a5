import { Calculator } from './calculator.ts';
import { cut, RollingSum } from './rolling-sum.ts';

/** Mean of the last `period` values, of all where there are fewer. */
export class SimpleMovingAverage extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #sum: RollingSum;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period;
    this.#sum = new RollingSum(period);
  }

  get isReady(): boolean {
    return this.#sum.isReady;
  }

  protected next(input: number): number {
    this.#sum.update(input);
    return cut(this.#sum.value / this.#sum.window.count);
  }
}
