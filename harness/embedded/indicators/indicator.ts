/** Where a security stands in its columns. */
export interface Position {
  readonly index: number;
}

/** The newest value of an indicator. */
export interface IndicatorDataPoint {
  readonly value: number;
}

/**
 * An indicator over a security's bars. Its values were computed for the whole column and are
 * shared between backtests; it shows the one at the security's last bar, never a later one.
 */
export class Indicator implements IndicatorDataPoint {
  readonly name: string;
  /** Bars that it needs before it is ready. */
  readonly warmUpPeriod: number;
  readonly #values: Float64Array;
  readonly #position: Position;

  constructor(
    name: string,
    {
      values,
      warmUpPeriod,
      position,
    }: { values: Float64Array; warmUpPeriod: number; position: Position },
  ) {
    this.name = name;
    this.warmUpPeriod = warmUpPeriod;
    this.#values = values;
    this.#position = position;
  }

  get current(): IndicatorDataPoint {
    return this;
  }

  /** 0 before the first bar. */
  get value(): number {
    const { index } = this.#position;
    return index < 0 ? 0 : (this.#values[index] as number);
  }

  get isReady(): boolean {
    return this.#position.index + 1 >= this.warmUpPeriod;
  }

  /** Bars seen so far. */
  get samples(): number {
    return this.#position.index + 1;
  }
}
