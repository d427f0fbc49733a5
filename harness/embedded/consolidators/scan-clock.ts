/** A bar that was consolidated. */
interface Span {
  /** Between its ends by the exchange's clock: a week is one also when clocks are changed. */
  readonly length: number;
  readonly endTime: number;
}

/**
 * When LEAN looks whether a consolidated bar is over though no bar came: at its end, and from then
 * on once per length of a bar. Times are UTC milliseconds.
 */
export class ScanClock {
  /** The next look. */
  next = Number.NEGATIVE_INFINITY;
  readonly #least: number;
  #span: number | null = null;

  /** @param least length of the bars that come in */
  constructor(least: number) {
    this.#least = least;
  }

  /** After a bar was consolidated. */
  consolidated({ length, endTime }: Span): void {
    this.#span ??= Math.max(length, this.#least);
    this.next = endTime + this.#span;
  }

  /** After a look. @param workingEnd when the bar ends that is being made; Infinity without one */
  advance(now: number, workingEnd: number): void {
    if (this.next > now) return;
    if (this.#span !== null) this.next = now + this.#span;
    else if (workingEnd > now && workingEnd < Number.POSITIVE_INFINITY) this.next = workingEnd;
    else this.next = now + this.#least;
  }
}
