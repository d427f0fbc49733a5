import { type Bar, Calculator } from './calculator.ts';
import { Maximum, Minimum } from './extremes.ts';
import { Part } from './part.ts';
import { RollingSum } from './rolling-sum.ts';

/**
 * Where the close lies in the range of the last `period` bars, in percent (Lane), with the mean of
 * that over `kPeriod` bars and the mean of those over `dPeriod`.
 */
export class Stochastic extends Calculator<Bar> {
  readonly warmUpPeriod: number;
  readonly #maximum: Maximum;
  readonly #minimum: Minimum;
  readonly #fastSum: RollingSum;
  readonly #slowSum: RollingSum;
  readonly #fast = new Part();
  readonly #k = new Part();
  readonly #d = new Part();

  constructor(period: number, kPeriod: number, dPeriod: number) {
    super();
    this.warmUpPeriod = period + kPeriod + dPeriod - 2;
    this.#maximum = new Maximum(period);
    this.#minimum = new Minimum(period);
    this.#fastSum = new RollingSum(kPeriod);
    this.#slowSum = new RollingSum(dPeriod);
  }

  get isReady(): boolean {
    return this.#fast.isReady && this.#k.isReady && this.#d.isReady;
  }

  override get parts() {
    return { fastStoch: this.#fast, stochK: this.#k, stochD: this.#d };
  }

  protected next({ high, low, close }: Bar): number {
    this.#maximum.update(high);
    const isReady = this.#minimum.update(low);
    const range = this.#maximum.value - this.#minimum.value;
    // A range of nothing is 0 and does not count in the means, which keep their values.
    const fast = isReady && range !== 0 ? (close - this.#minimum.value) / range : 0;
    if (isReady && range !== 0) this.#fastSum.update(fast);
    this.#fast.set(100 * fast, isReady);
    const k = this.#fastSum.isReady ? meanOf(this.#fastSum) : 0;
    if (this.#fastSum.isReady) this.#slowSum.update(k);
    this.#k.set(100 * k, this.#fastSum.isReady);
    const d = this.#slowSum.isReady ? meanOf(this.#slowSum) : 0;
    this.#d.set(100 * d, this.#slowSum.isReady);
    return this.#fast.value;
  }
}

function meanOf(sum: RollingSum): number {
  return sum.value / sum.warmUpPeriod;
}
