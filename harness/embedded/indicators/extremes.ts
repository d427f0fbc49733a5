import { Calculator } from './calculator.ts';
import { LastValues } from './last-values.ts';
import { isAbove, isAtLeast } from './nearly.ts';

/** Highest of the last `period` values, of all where there are fewer; of equal ones the newest. */
export class Maximum extends Calculator<number> {
  readonly warmUpPeriod: number;
  /** How long ago it was. */
  periodsSinceMaximum = 0;
  readonly #window: LastValues;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period;
    this.#window = new LastValues(period);
  }

  get isReady(): boolean {
    return this.samples >= this.warmUpPeriod;
  }

  protected next(input: number): number {
    this.#window.add(input);
    if (this.samples === 1 || isAtLeast(input, this.value, input)) {
      this.periodsSinceMaximum = 0;
      return input;
    }
    this.periodsSinceMaximum++;
    return this.periodsSinceMaximum < this.#window.size ? this.value : this.#search();
  }

  #search(): number {
    const window = this.#window;
    let best = 0;
    for (let ago = 1; ago < window.count; ago++) {
      const value = window.at(ago);
      if (isAbove(value, window.at(best), value)) best = ago;
    }
    this.periodsSinceMaximum = best;
    return window.at(best);
  }
}

/** Lowest of the last `period` values, of all where there are fewer; of equal ones the newest. */
export class Minimum extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #negative: Maximum;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period;
    this.#negative = new Maximum(period);
  }

  get isReady(): boolean {
    return this.#negative.isReady;
  }

  /** How long ago it was. */
  get periodsSinceMinimum(): number {
    return this.#negative.periodsSinceMaximum;
  }

  protected next(input: number): number {
    this.#negative.update(-input);
    return -this.#negative.value;
  }
}
