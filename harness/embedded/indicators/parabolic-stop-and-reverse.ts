import { type Bar, Calculator } from './calculator.ts';
import { isAbove, isAtLeast } from './nearly.ts';

/** Wilder's stop that follows a trend faster and faster and turns around when it is hit (1978). */
export class ParabolicStopAndReverse extends Calculator<Bar> {
  readonly warmUpPeriod = 2;
  readonly #start: number;
  readonly #step: number;
  readonly #most: number;
  #isLong = true;
  /** The stop for the next bar. */
  #stop = 0;
  #extreme = 0;
  #factor: number;
  #previousHigh = 0;
  #previousLow = 0;

  constructor(start = 0.02, step = 0.02, most = 0.2) {
    super();
    this.#start = start;
    this.#step = step;
    this.#most = most;
    this.#factor = start;
  }

  get isReady(): boolean {
    return this.samples >= 2;
  }

  protected next(bar: Bar): number {
    if (this.samples === 1) {
      this.#keep(bar);
      return bar.close;
    }
    if (this.samples === 2) this.#begin(bar);
    const isHit = this.#isLong
      ? isAtLeast(this.#stop, bar.low, bar.low)
      : isAtLeast(bar.high, this.#stop, bar.high);
    const value = isHit ? this.#turn(bar) : this.#follow(bar);
    this.#keep(bar);
    return value;
  }

  #keep({ high, low }: Bar): void {
    this.#previousHigh = high;
    this.#previousLow = low;
  }

  /** Falls first where the second bar fell by more than it rose. */
  #begin(bar: Bar): void {
    const rise = bar.high - this.#previousHigh;
    const fall = this.#previousLow - bar.low;
    this.#isLong = !(isAbove(fall, 0, bar.low) && isAbove(fall, rise, bar.low));
    this.#stop = this.#isLong ? this.#previousLow : this.#previousHigh;
    this.#extreme = this.#isLong ? bar.high : bar.low;
    this.#keep(bar);
  }

  #turn(bar: Bar): number {
    this.#isLong = !this.#isLong;
    const value = this.#bounded(this.#extreme, bar);
    this.#factor = this.#start;
    this.#extreme = this.#isLong ? bar.high : bar.low;
    this.#stop = this.#bounded(value + this.#factor * (this.#extreme - value), bar);
    return value;
  }

  #follow(bar: Bar): number {
    const value = this.#stop;
    const isFurther = this.#isLong
      ? isAbove(bar.high, this.#extreme, bar.high)
      : isAbove(this.#extreme, bar.low, bar.low);
    if (isFurther) {
      this.#extreme = this.#isLong ? bar.high : bar.low;
      this.#factor = Math.min(this.#factor + this.#step, this.#most);
    }
    this.#stop = this.#bounded(value + this.#factor * (this.#extreme - value), bar);
    return value;
  }

  /** A stop lies on the far side of this bar and of the one before. */
  #bounded(stop: number, { high, low }: Bar): number {
    return this.#isLong
      ? Math.min(stop, this.#previousLow, low)
      : Math.max(stop, this.#previousHigh, high);
  }
}
