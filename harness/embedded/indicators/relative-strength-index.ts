import { Calculator, type PointCalculator } from './calculator.ts';
import { createMovingAverage, type MovingAverageType } from './moving-average-type.ts';

/** LEAN takes losses that round to nothing in ten decimals for none. */
const NO_LOSS = 5e-11;

/** Relative strength index, from 0 to 100 (Wilder 1978): gains against losses, each averaged. */
export class RelativeStrengthIndex extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #gain: PointCalculator;
  readonly #loss: PointCalculator;
  #previous = 0;

  constructor(period: number, type: MovingAverageType = 'wilders') {
    super();
    this.warmUpPeriod = period + 1;
    this.#gain = createMovingAverage(type, period);
    this.#loss = createMovingAverage(type, period);
  }

  get isReady(): boolean {
    return this.#gain.isReady && this.#loss.isReady;
  }

  override get parts() {
    return { averageGain: this.#gain, averageLoss: this.#loss };
  }

  protected next(input: number): number {
    if (this.samples > 1) {
      const change = input - this.#previous;
      this.#gain.update(Math.max(0, change));
      this.#loss.update(Math.max(0, -change));
    }
    this.#previous = input;
    const loss = this.#loss.value;
    return loss < NO_LOSS ? 100 : 100 - 100 / (1 + Math.max(0, this.#gain.value) / loss);
  }
}
