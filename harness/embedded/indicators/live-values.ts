import type { Bar, Output } from './calculator.ts';
import { GrowingValues } from './growing-values.ts';
import type { Indicator } from './indicator.ts';
import { type BarFed, createBarFed, type IndicatorRecipe } from './indicator-recipe.ts';

/** An indicator's outputs, the main one first, each with what shows it. */
export type Shown = readonly (readonly [part: string | null, indicator: Indicator])[];

interface Track {
  readonly output: Output;
  readonly indicator: Indicator;
  readonly values: GrowingValues;
  sampledFrom: number;
  readyFrom: number;
}

/** Values of an indicator that gets its bars one by one, since they depend on the algorithm. */
export class LiveValues {
  readonly #fed: BarFed;
  readonly #times = new GrowingValues();
  readonly #tracks: readonly Track[];
  readonly #cursor = { index: -1 };

  /** @throws RangeError where the recipe fits no indicator */
  constructor(recipe: IndicatorRecipe, shown: Shown) {
    this.#fed = createBarFed(recipe);
    this.#tracks = shown.map(([part, indicator]) => ({
      output: part === null ? this.#fed.output : (this.#fed.parts[part] as Output),
      indicator,
      values: new GrowingValues(),
      sampledFrom: Number.POSITIVE_INFINITY,
      readyFrom: Number.POSITIVE_INFINITY,
    }));
    for (const track of this.#tracks) this.#show(track);
  }

  get lastTime(): number {
    const { values, length } = this.#times;
    return values[length - 1] ?? Number.NEGATIVE_INFINITY;
  }

  /** How many values there are of one of the outputs. */
  samplesOf(part: string | null): number {
    return part === null ? this.#fed.output.samples : (this.#fed.parts[part] as Output).samples;
  }

  add(bar: Bar, time: number): void {
    this.#fed.update(bar);
    this.#times.add(time);
    const index = ++this.#cursor.index;
    for (const track of this.#tracks) {
      const { output, values } = track;
      const before = values.values;
      values.add(output.value);
      const isNew = track.sampledFrom > index && output.samples > 0;
      const isReadyNow = track.readyFrom > index && output.isReady;
      if (isNew) track.sampledFrom = index;
      if (isReadyNow) track.readyFrom = index;
      if (isNew || isReadyNow || before !== values.values) this.#show(track);
    }
  }

  #show({ indicator, values: { values }, sampledFrom, readyFrom }: Track): void {
    const { values: times } = this.#times;
    const cursor = this.#cursor;
    const at = { times, cursor, offset: 0, base: 0, reach: null };
    indicator.follow({ ...at, values, sampledFrom, readyFrom });
  }
}
