/**
 * The portfolio's value at a stretch of positions, so that a long backtest does not hold it for every
 * bar: position 0 is before the first slice, 1 after it, and so on.
 */
export class EquityWindow {
  readonly values: Float64Array;
  /** Position of the first value, which is that before the first slice of the window. */
  base = 0;

  /** @param values room for one more than a window has slices */
  constructor(values: Float64Array) {
    this.values = values;
  }

  at(position: number): number {
    return this.values[position - this.base] as number;
  }

  /** Room for what follows a position. */
  after(position: number): Float64Array {
    return this.values.subarray(position + 1 - this.base);
  }

  /** Begins anew before the first slice. */
  begin(value: number): void {
    this.base = 0;
    this.values[0] = value;
  }

  /** Moves on to where `position`, the newest one, is the first. */
  moveTo(position: number): void {
    this.values[0] = this.at(position);
    this.base = position;
  }
}
