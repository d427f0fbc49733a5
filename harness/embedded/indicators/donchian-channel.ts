import { type Bar, Calculator } from './calculator.ts';
import { Maximum, Minimum } from './extremes.ts';

/** Highest high and lowest low; its value is the middle between them. */
export class DonchianChannel extends Calculator<Bar> {
  readonly warmUpPeriod: number;
  readonly #upper: Maximum;
  readonly #lower: Minimum;

  constructor(upperPeriod: number, lowerPeriod = upperPeriod) {
    super();
    this.warmUpPeriod = Math.max(upperPeriod, lowerPeriod);
    this.#upper = new Maximum(upperPeriod);
    this.#lower = new Minimum(lowerPeriod);
  }

  get isReady(): boolean {
    return this.#upper.isReady && this.#lower.isReady;
  }

  override get parts() {
    return { upperBand: this.#upper, lowerBand: this.#lower };
  }

  protected next({ high, low }: Bar): number {
    this.#upper.update(high);
    this.#lower.update(low);
    return (this.#upper.value + this.#lower.value) / 2;
  }
}
