import { type Bar, Calculator } from './calculator.ts';
import { Maximum, Minimum } from './extremes.ts';
import { Part } from './part.ts';

/** How recent the highest high is, less how recent the lowest low is, each from 0 to 100 (Chande). */
export class AroonOscillator extends Calculator<Bar> {
  readonly warmUpPeriod: number;
  readonly #maximum: Maximum;
  readonly #minimum: Minimum;
  readonly #up = new Part();
  readonly #down = new Part();

  constructor(upPeriod: number, downPeriod = upPeriod) {
    super();
    this.warmUpPeriod = 1 + Math.max(upPeriod, downPeriod);
    this.#maximum = new Maximum(upPeriod + 1);
    this.#minimum = new Minimum(downPeriod + 1);
  }

  get isReady(): boolean {
    return this.#maximum.isReady && this.#minimum.isReady;
  }

  override get parts() {
    return { aroonUp: this.#up, aroonDown: this.#down };
  }

  protected next({ high, low }: Bar): number {
    const [maximum, minimum] = [this.#maximum, this.#minimum];
    maximum.update(high);
    minimum.update(low);
    this.#up.set(recency(maximum.periodsSinceMaximum, maximum.warmUpPeriod - 1), maximum.isReady);
    this.#down.set(recency(minimum.periodsSinceMinimum, minimum.warmUpPeriod - 1), minimum.isReady);
    return this.#up.value - this.#down.value;
  }
}

function recency(ago: number, period: number): number {
  return (100 * (period - ago)) / period;
}
