import { type Bar, Calculator } from './calculator.ts';
import { isAbove, isAtLeast } from './nearly.ts';
import { Part } from './part.ts';
import { WilderMovingAverage } from './wilder-moving-average.ts';

/** Strength of a trend (Wilder 1978), from 0 to 100 whichever its direction; 50 until it can tell. */
export class AverageDirectionalIndex extends Calculator<Bar> {
  readonly warmUpPeriod: number;
  readonly #period: number;
  readonly #positive = new Part();
  readonly #negative = new Part();
  readonly #average: WilderMovingAverage;
  #range = 0;
  #up = 0;
  #down = 0;
  #high = 0;
  #low = 0;
  #close = 0;

  constructor(period: number) {
    super();
    this.#period = period;
    this.warmUpPeriod = period * 2;
    this.#average = new WilderMovingAverage(period);
  }

  get isReady(): boolean {
    return this.#average.isReady;
  }

  override get parts() {
    return { positiveDirectionalIndex: this.#positive, negativeDirectionalIndex: this.#negative };
  }

  protected next(bar: Bar): number {
    if (this.samples > 1) this.#addMovement(bar);
    this.#high = bar.high;
    this.#low = bar.low;
    this.#close = bar.close;
    const areReady = this.samples > this.#period;
    const scale = areReady && this.#range !== 0 ? 100 / this.#range : 0;
    this.#positive.set(scale * this.#up, areReady);
    this.#negative.set(scale * this.#down, areReady);
    const sum = this.#positive.value + this.#negative.value;
    if (sum === 0) return 50;
    this.#average.update((100 * Math.abs(this.#positive.value - this.#negative.value)) / sum);
    return this.#average.value;
  }

  /** Wilder's running sums: after the first `period` changes each loses a part before it grows. */
  #addMovement({ high, low }: Bar): void {
    const close = this.#close;
    const range = Math.max(high - low, Math.abs(high - close), Math.abs(low - close));
    const rise = high - this.#high;
    const fall = this.#low - low;
    const kept = this.samples > this.#period + 1 ? 1 - 1 / this.#period : 1;
    this.#range = this.#range * kept + range;
    this.#up = this.#up * kept + (isAbove(rise, 0, high) && isAtLeast(rise, fall, high) ? rise : 0);
    this.#down =
      this.#down * kept + (isAbove(fall, 0, high) && isAbove(fall, rise, high) ? fall : 0);
  }
}
