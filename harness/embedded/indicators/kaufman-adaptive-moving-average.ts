import { KaufmanEfficiencyRatio } from './kaufman-efficiency-ratio.ts';

/**
 * An exponential average that is fast where prices go straight and slow where they do not (Kaufman
 * 1995). The value itself until it is ready.
 */
export class KaufmanAdaptiveMovingAverage extends KaufmanEfficiencyRatio {
  readonly #slow: number;
  readonly #difference: number;
  #average = 0;

  constructor(period: number, fastPeriod = 2, slowPeriod = 30) {
    super(period);
    this.#slow = 2 / (slowPeriod + 1);
    this.#difference = 2 / (fastPeriod + 1) - this.#slow;
  }

  protected override next(input: number): number {
    const ratio = super.next(input);
    if (!this.isReady) return input;
    if (this.samples === this.warmUpPeriod) this.#average = this.window.at(1);
    const weight = (ratio * this.#difference + this.#slow) ** 2;
    this.#average += (input - this.#average) * weight;
    return this.#average;
  }
}
