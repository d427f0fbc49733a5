/** What an indicator of bars reads. */
export interface Bar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** A value that follows others, in LEAN's words. */
export interface Output {
  /** 0 before the first value. */
  readonly value: number;
  /** Whether it has seen enough; once true it stays true. */
  readonly isReady: boolean;
  readonly samples: number;
}

/**
 * An indicator as a function of what it has seen so far, one value or bar at a time. Nothing is
 * allocated by an update.
 */
export abstract class Calculator<Input> implements Output {
  value = 0;
  samples = 0;
  /** Samples after which it is ready. */
  abstract readonly warmUpPeriod: number;
  abstract get isReady(): boolean;

  /** What it tells besides its value, under LEAN's names. */
  get parts(): Readonly<Record<string, Output>> {
    return NO_PARTS;
  }

  /** @returns whether it is ready now */
  update(input: Input): boolean {
    this.samples++;
    this.value = this.next(input);
    return this.isReady;
  }

  /**
   * Takes inputs in turn and writes the value after each. The same as to update it with one after the
   * other; what is asked for most does it in a loop of its own, which is several times as fast.
   * @returns the place of the first value with which it is ready, Infinity where there is none
   */
  fill(this: Calculator<number>, inputs: Float64Array, values: Float64Array): number {
    let readyAt = Number.POSITIVE_INFINITY;
    for (let at = 0; at < inputs.length; at++) {
      if (this.update(inputs[at] as number) && at < readyAt) readyAt = at;
      values[at] = this.value;
    }
    return readyAt;
  }

  /** The value after one more sample, which is counted already. */
  protected abstract next(input: Input): number;
}

const NO_PARTS = {};

/** Follows one number per bar, most often closes. */
export type PointCalculator = Calculator<number>;

/** Follows whole bars. */
export type BarCalculator = Calculator<Bar>;
