import type { Cursor } from './cursor.ts';
import { type IndicatorSource, NO_SOURCE } from './indicator-source.ts';
import { indexByPosition } from './positions.ts';

/** A value of an indicator. */
export interface IndicatorDataPoint {
  readonly value: number;
  /** UTC milliseconds at which its bar ended; 0 before the first. */
  readonly time: number;
}

/** A bar that an indicator is given. Times are UTC milliseconds. */
export interface IndicatorBar {
  readonly endTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume?: number;
}

/** What moves an indicator on. */
export interface IndicatorDriver {
  updatePoint(time: number, value: number): void;
  updateBar(bar: IndicatorBar): void;
  reset(): void;
}

/**
 * Numbers that follow bars, in LEAN's words. It shows the value at the algorithm's last bar, never a
 * later one.
 */
export class Indicator implements IndicatorDataPoint {
  /** `indicator[1]` is the value before the newest one, and so on. */
  readonly [ago: number]: IndicatorDataPoint;
  /** Bars that it needs before it is ready. */
  readonly warmUpPeriod: number;
  #values: Float64Array = NO_SOURCE.values;
  #cursor: Cursor = NO_SOURCE.cursor;
  #readyFrom = 0;
  #source: IndicatorSource = NO_SOURCE;
  readonly #driver: IndicatorDriver | null;
  readonly #name: () => string;

  constructor(name: () => string, warmUpPeriod: number, driver: IndicatorDriver | null) {
    this.#name = name;
    this.warmUpPeriod = warmUpPeriod;
    this.#driver = driver;
  }

  get name(): string {
    return this.#name();
  }

  /** Takes its values from somewhere else; for the engine. */
  follow(source: IndicatorSource): void {
    this.#source = source;
    // So that the newest value is at the cursor's own position: it is read most of all. A stretch of
    // values would need its base taken off, which every read of the others would pay for.
    if (source.reach !== null) this.#values = NO_SOURCE.values;
    else this.#values = source.offset === 0 ? source.values : source.values.subarray(source.offset);
    this.#cursor = source.cursor;
    this.#readyFrom = source.readyFrom - source.offset;
  }

  /** What moves it on; null where it is a part of another one. For the engine. */
  get driver(): IndicatorDriver | null {
    return this.#driver;
  }

  /** The newest value; the same object every time, so that what is kept must be its `value`. */
  get current(): IndicatorDataPoint {
    return this;
  }

  /** 0 before the first bar. */
  get value(): number {
    // At most 30 bytes of code, which the compiler always takes into the loop over bars; more only while
    // there is room, and what had none cost daily backtests a third. A call with an argument is more.
    return this.#values[this.#cursor.index] ?? this.reached;
  }

  /** The newest value, also where it is not there yet; for the engine. */
  get reached(): number {
    return this.valueAt(0);
  }

  get time(): number {
    return this.at(0).time;
  }

  get isReady(): boolean {
    return this.#cursor.index >= this.#readyFrom;
  }

  /** Bars seen so far. */
  get samples(): number {
    const { cursor, offset, sampledFrom } = this.#source;
    return Math.max(0, cursor.index + offset - sampledFrom + 1);
  }

  /** The value before the newest one. */
  get previous(): IndicatorDataPoint {
    return this.at(1);
  }

  /** The value `ago` bars before the newest one, as LEAN's `indicator[ago]`; 0 before the first. */
  at(ago: number): IndicatorDataPoint {
    const { cursor, offset, sampledFrom, times } = this.#source;
    const index = cursor.index + offset - ago;
    if (index < sampledFrom) return { value: 0, time: 0 };
    return { value: this.valueAt(ago), time: times[index] as number };
  }

  /**
   * Gives it a value, or a bar; times in UTC milliseconds. What is older than the last one is
   * left out. @returns whether it is ready
   * @throws Error where it is a part of another indicator, or wants whole bars
   */
  update(bar: IndicatorBar): boolean;
  update(time: number | Date, value: number): boolean;
  update(first: IndicatorBar | number | Date, value?: number): boolean {
    const driver = this.#required();
    if (typeof first === 'number') driver.updatePoint(first, value ?? Number.NaN);
    else if (first instanceof Date) driver.updatePoint(first.getTime(), value ?? Number.NaN);
    else driver.updateBar(first);
    return this.isReady;
  }

  /** Forgets all that it has seen. */
  reset(): void {
    this.#required().reset();
  }

  toString(): string {
    return String(this.value);
  }

  /** The value `ago` bars before the newest one. Public: a call of a private method takes more code. */
  valueAt(ago: number): number {
    const { cursor, offset, sampledFrom, values, base } = this.#source;
    const index = cursor.index + offset - ago;
    if (index < sampledFrom) return 0;
    return values[index - base] ?? this.#reach(ago);
  }

  /** A value that is not there yet, or no longer. */
  #reach(ago: number): number {
    const { reach, cursor, offset } = this.#source;
    const newest = cursor.index + offset;
    reach?.(newest - ago, newest);
    const { values, base } = this.#source;
    return values[newest - ago - base] as number;
  }

  #required(): IndicatorDriver {
    if (this.#driver !== null) return this.#driver;
    throw new Error(`Cannot update "${this.name}": wanted an indicator, found a part of one`);
  }
}

indexByPosition(Indicator.prototype, (indicator, ago) => indicator.at(ago));
