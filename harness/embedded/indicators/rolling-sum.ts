import { Calculator } from './calculator.ts';
import { LastValues } from './last-values.ts';

/** Splits a double so that 47 bits stay: 14 digits (Veltkamp 1968). */
const SPLITTER = 2 ** 6 + 1;

/** Cuts to 14 digits, so that what is equal in LEAN's decimals is equal here. */
export function cut(value: number): number {
  const split = value * SPLITTER;
  return split - (split - value);
}

/** LEAN's `Sum`: of the last `period` values, of all where there are fewer. Compensated (Neumaier 1974). */
export class RollingSum extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly window: LastValues;
  #sum = 0;
  #lost = 0;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period;
    this.window = new LastValues(period);
  }

  get isReady(): boolean {
    return this.window.isFull;
  }

  protected next(input: number): number {
    const { window } = this;
    const wasFull = window.isFull;
    window.add(input);
    this.#add(input);
    if (wasFull) this.#add(-window.removed);
    return this.#sum + this.#lost;
  }

  #add(value: number): void {
    const next = this.#sum + value;
    this.#lost +=
      Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - next + value : value - next + this.#sum;
    this.#sum = next;
  }
}
