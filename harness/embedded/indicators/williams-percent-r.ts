import { type Bar, Calculator } from './calculator.ts';
import { Maximum, Minimum } from './extremes.ts';

/** Where the close lies in the range of the last `period` bars, from −100 at its low to 0 at its high. */
export class WilliamsPercentR extends Calculator<Bar> {
  readonly warmUpPeriod: number;
  readonly #maximum: Maximum;
  readonly #minimum: Minimum;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period;
    this.#maximum = new Maximum(period);
    this.#minimum = new Minimum(period);
  }

  get isReady(): boolean {
    return this.#maximum.isReady;
  }

  override get parts() {
    return { maximum: this.#maximum, minimum: this.#minimum };
  }

  protected next({ high, low, close }: Bar): number {
    this.#maximum.update(high);
    this.#minimum.update(low);
    const range = this.#maximum.value - this.#minimum.value;
    if (!this.isReady || range === 0) return 0;
    return (-100 * (this.#maximum.value - close)) / range;
  }
}
