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

  /** In locals, since a field would be written at every number, which takes several times as long. */
  override fill(inputs: Float64Array, sums: Float64Array): number {
    const { window } = this;
    const { size } = window;
    const readyAt = super.fill(inputs.subarray(0, size), sums);
    if (inputs.length <= size) return readyAt;
    let sum = this.#sum;
    let lost = this.#lost;
    // What falls out of the window is among the inputs from here on.
    for (let at = size; at < inputs.length; at++) {
      const input = inputs[at] as number;
      const more = sum + input;
      lost += lostBy(more, sum, input);
      const removed = -(inputs[at - size] as number);
      sum = more + removed;
      lost += lostBy(sum, more, removed);
      sums[at] = sum + lost;
    }
    for (const input of inputs.subarray(-size)) window.add(input);
    this.#sum = sum;
    this.#lost = lost;
    this.samples += inputs.length - size;
    this.value = sum + lost;
    return readyAt;
  }

  #add(value: number): void {
    const next = this.#sum + value;
    this.#lost += lostBy(next, this.#sum, value);
    this.#sum = next;
  }
}

/** What is lost when two numbers are added. */
function lostBy(sum: number, first: number, second: number): number {
  return Math.abs(first) >= Math.abs(second) ? first - sum + second : second - sum + first;
}
