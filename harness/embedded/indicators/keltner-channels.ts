import { type Bar, Calculator, type PointCalculator } from './calculator.ts';
import { createMovingAverage, type MovingAverageType } from './moving-average-type.ts';
import { Part } from './part.ts';
import { AverageTrueRange } from './true-range.ts';

/** Bands of `k` average true ranges around an average of typical prices, which is its value. */
export class KeltnerChannels extends Calculator<Bar> {
  readonly warmUpPeriod: number;
  readonly #k: number;
  readonly #range: AverageTrueRange;
  readonly #middle: PointCalculator;
  readonly #upper = new Part();
  readonly #lower = new Part();

  constructor(period: number, k: number, type: MovingAverageType = 'simple') {
    super();
    this.warmUpPeriod = period;
    this.#k = k;
    this.#range = new AverageTrueRange(period, 'simple');
    this.#middle = createMovingAverage(type, period);
  }

  get isReady(): boolean {
    return this.#middle.isReady && this.#range.isReady;
  }

  override get parts() {
    return {
      middleBand: this.#middle,
      upperBand: this.#upper,
      lowerBand: this.#lower,
      averageTrueRange: this.#range,
    };
  }

  protected next(bar: Bar): number {
    this.#range.update(bar);
    const isReady = this.#middle.update((bar.high + bar.low + bar.close) / 3);
    const middle = this.#middle.value;
    const distance = this.#k * this.#range.value;
    this.#upper.set(isReady ? middle + distance : 0, isReady);
    this.#lower.set(isReady ? middle - distance : 0, isReady);
    return middle;
  }
}
