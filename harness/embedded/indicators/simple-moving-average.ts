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

  override fill(inputs: Float64Array, values: Float64Array): number {
    const { window } = this.#sum;
    const before = window.count;
    const readyAt = this.#sum.fill(inputs, values);
    for (let at = 0; at < inputs.length; at++) {
      const count = Math.min(before + at + 1, window.size);
      values[at] = cut((values[at] as number) / count);
    }
    this.samples += inputs.length;
    this.value = values[inputs.length - 1] ?? this.value;
    return readyAt;
  }

  protected next(input: number): number {
    this.#sum.update(input);
    return cut(this.#sum.value / this.#sum.window.count);
  }
}
