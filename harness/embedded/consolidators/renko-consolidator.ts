import { roundHalfEven } from '../statistics/rounding.ts';
import { Consolidator, type RenkoBar } from './consolidator.ts';
import type { ConsolidatorInput } from './consolidator-input.ts';

type Direction = RenkoBar['direction'];

/** LEAN's default Renko: bricks of closes, with wicks; one that turns around needs two bricks' way. */
export class RenkoConsolidator extends Consolidator {
  readonly #size: number;
  #last: RenkoBar | null = null;
  #hasBegun = false;
  #openTime = 0;
  #closeTime = 0;
  #open = 0;
  #high = 0;
  #low = 0;

  /** @throws RangeError where the size is not above 0 */
  constructor(barSize: number) {
    super();
    if (!(barSize > 0)) {
      throw new RangeError(`Cannot consolidate: wanted bricks above 0, found ${barSize}`);
    }
    this.#size = barSize;
  }

  take({ time, close }: ConsolidatorInput): void {
    if (!this.#hasBegun) {
      this.#begin(time, close);
      return;
    }
    this.#closeTime = time;
    this.#high = Math.max(this.#high, close);
    this.#low = Math.min(this.#low, close);
    if (close > this.#open) this.#rise(close);
    else if (close < this.#open) this.#fall(close);
  }

  #begin(time: number, price: number): void {
    const whole = Math.floor(price / this.#size);
    const part = roundHalfEven((price - whole * this.#size) / this.#size, 0);
    const start = this.#size * (whole + part);
    this.#hasBegun = true;
    this.#openTime = time;
    this.#closeTime = time;
    this.#open = start;
    this.#high = start;
    this.#low = start;
  }

  #rise(close: number): void {
    if (this.#last?.direction === 'falling') {
      const limit = this.#last.open + this.#size;
      if (close <= limit) return;
      this.#brick(this.#last.open, limit);
    }
    for (let limit = this.#open + this.#size; close > limit; limit = this.#open + this.#size) {
      this.#brick(this.#open, limit);
    }
  }

  #fall(close: number): void {
    if (this.#last?.direction === 'rising') {
      const limit = this.#last.open - this.#size;
      if (close >= limit) return;
      this.#brick(this.#last.open, limit);
    }
    for (let limit = this.#open - this.#size; close < limit; limit = this.#open - this.#size) {
      this.#brick(this.#open, limit);
    }
  }

  /** A rising brick keeps the low that came before it, a falling one the high. */
  #brick(open: number, close: number): void {
    const { symbol, zone } = this.security;
    const direction: Direction = close > open ? 'rising' : 'falling';
    const bar: RenkoBar = {
      symbol,
      time: zone.toUtc(this.#openTime),
      endTime: zone.toUtc(this.#closeTime),
      open,
      high: direction === 'rising' ? close : this.#high,
      low: direction === 'rising' ? this.#low : close,
      close,
      volume: 0,
      isFillForward: false,
      brickSize: this.#size,
      direction,
    };
    this.#last = bar;
    this.emit(bar);
    this.#openTime = this.#closeTime;
    this.#open = close;
    if (direction === 'rising') this.#low = close;
    else this.#high = close;
  }
}
