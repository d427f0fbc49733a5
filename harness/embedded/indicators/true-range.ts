import { type Bar, Calculator, type PointCalculator } from './calculator.ts';
import { createMovingAverage, type MovingAverageType } from './moving-average-type.ts';

/** From the lower of low and last close to the higher of high and last close (Wilder 1978). */
export class TrueRange extends Calculator<Bar> {
  readonly warmUpPeriod = 2;
  #previousClose = 0;

  get isReady(): boolean {
    return this.samples > 1;
  }

  protected next({ high, low, close }: Bar): number {
    const previous = this.#previousClose;
    this.#previousClose = close;
    if (this.samples === 1) return high - low;
    return Math.max(high - low, Math.abs(previous - high), Math.abs(previous - low));
  }
}

export class AverageTrueRange extends Calculator<Bar> {
  readonly warmUpPeriod: number;
  readonly #range = new TrueRange();
  readonly #average: PointCalculator;

  constructor(period: number, type: MovingAverageType = 'wilders') {
    super();
    this.warmUpPeriod = period;
    this.#average = createMovingAverage(type, period);
  }

  get isReady(): boolean {
    return this.#average.isReady;
  }

  override get parts() {
    return { trueRange: this.#range };
  }

  protected next(bar: Bar): number {
    this.#range.update(bar);
    this.#average.update(this.#range.value);
    return this.#average.value;
  }
}
