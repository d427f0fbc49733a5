import type { BarColumns } from '../data/columns.ts';
import type { Output } from './calculator.ts';
import {
  type BarFed,
  type ColumnPass,
  createBarFed,
  type IndicatorRecipe,
} from './indicator-recipe.ts';
import { ColumnBar } from './indicator-series.ts';

/** Bars that are computed at once. */
const BLOCK = 16_384;
/** Values before these that are kept. */
const KEPT = 4_096;

/** A stretch of an output's values. */
export interface StreamedTrack {
  values: Float64Array;
  /** What the values lie in. */
  readonly room: Float64Array;
  readonly output: Output;
  sampledFrom: number;
  readyFrom: number;
}

/**
 * What an indicator tells over bars from `from` on, computed as they are reached, so that what is
 * held does not grow with the bars. The bars themselves must never change.
 */
export class IndicatorStream {
  /** Position of the first value of the tracks … */
  base: number;
  readonly main: StreamedTrack;
  readonly parts: Readonly<Record<string, StreamedTrack>>;
  readonly #fed: BarFed;
  readonly #bar: ColumnBar;
  readonly #tracks: readonly StreamedTrack[];
  /** … and the one after the last. */
  #end: number;

  /** @throws RangeError where the recipe fits no indicator */
  constructor(recipe: IndicatorRecipe, columns: BarColumns, from: number) {
    this.base = from;
    this.#end = from;
    this.#bar = new ColumnBar(columns);
    this.#fed = createBarFed(recipe);
    this.main = track(this.#fed.output);
    this.parts = Object.fromEntries(
      Object.entries(this.#fed.parts).map(([name, part]) => [name, track(part)]),
    );
    this.#tracks = [this.main, ...Object.values(this.parts)];
  }

  /** Whether it is known from when on each output is ready. */
  get isReady(): boolean {
    return this.#tracks.every(({ readyFrom }) => readyFrom < Number.POSITIVE_INFINITY);
  }

  /** Computes the values up to a position; false where nothing is new. */
  reach(position: number): boolean {
    const { length } = this.#bar.columns.close;
    const last = Math.min(position, length - 1);
    if (last < this.#end) return false;
    while (last >= this.#end) this.#compute(Math.min(BLOCK, length - this.#end));
    return true;
  }

  #compute(bars: number): void {
    const kept = Math.min(KEPT, this.#end - this.base);
    const from = this.#end - kept - this.base;
    for (const { room } of this.#tracks) room.copyWithin(0, from, from + kept);
    this.base = this.#end - kept;
    const to = this.#end + bars;
    for (const each of this.#tracks) each.values = each.room.subarray(0, to - this.base);
    if (this.#fed.pass === null) this.#feed(to);
    else this.#pass(this.#fed.pass, to);
    this.#end = to;
  }

  #feed(to: number): void {
    for (let index = this.#end; index < to; index++) {
      this.#bar.index = index;
      this.#fed.update(this.#bar);
      for (const each of this.#tracks) record(each, index, index - this.base);
    }
  }

  #pass({ column, fill }: ColumnPass, to: number): void {
    const from = this.#end;
    const inputs = this.#bar.columns[column].subarray(from, to);
    const readyFrom = from + fill(inputs, this.main.values.subarray(from - this.base));
    if (this.main.sampledFrom > from) this.main.sampledFrom = from;
    if (this.main.readyFrom > readyFrom) this.main.readyFrom = readyFrom;
  }
}

function track(output: Output): StreamedTrack {
  return {
    output,
    values: new Float64Array(0),
    room: new Float64Array(KEPT + BLOCK),
    sampledFrom: Number.POSITIVE_INFINITY,
    readyFrom: Number.POSITIVE_INFINITY,
  };
}

function record(to: StreamedTrack, index: number, place: number): void {
  const { output } = to;
  to.values[place] = output.value;
  if (to.sampledFrom > index && output.samples > 0) to.sampledFrom = index;
  if (to.readyFrom > index && output.isReady) to.readyFrom = index;
}
