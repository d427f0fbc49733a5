import type { ParameterValue } from '../domain/parameter-set.ts';
import type { RowBlock } from '../run/columns-reader.ts';
import type { SearchRows } from './search-rows.ts';

/** Figures of a metric over the ranked sets; null where there are none. */
export interface Spread {
  readonly mean: number | null;
  readonly sd: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** What the ranked sets with one value of a parameter came to. */
export interface ValueAggregate {
  readonly value: ParameterValue;
  readonly sets: number;
  /** Share of them with a total above 0. */
  readonly profitable: number;
  readonly mean: Readonly<Record<string, number | null>>;
}

export interface Aggregate {
  readonly sets: number;
  readonly profitable: number;
  readonly metrics: Readonly<Record<string, Spread>>;
  readonly by_parameter: Readonly<Record<string, readonly ValueAggregate[]>>;
}

/** Sums up ranked sets, in all and for every value of every parameter; no set is held. */
export interface Aggregator {
  /** @param levels of the row's parameters, -1 where one is absent or continuous */
  add(block: RowBlock, row: number, levels: Int32Array): void;
  readonly result: Aggregate;
}

/** Sums of one metric: count, Σx, Σx², lowest, highest. */
class Sums {
  count = 0;
  #sum = 0;
  #squares = 0;
  #low = Number.POSITIVE_INFINITY;
  #high = Number.NEGATIVE_INFINITY;

  add(value: number): void {
    if (!Number.isFinite(value)) return;
    this.count++;
    this.#sum += value;
    this.#squares += value * value;
    if (value < this.#low) this.#low = value;
    if (value > this.#high) this.#high = value;
  }

  get spread(): Spread {
    if (this.count === 0) return { mean: null, sd: null, min: null, max: null };
    const mean = this.#sum / this.count;
    const variance = Math.max(0, this.#squares / this.count - mean * mean);
    const sd = this.count > 1 ? Math.sqrt((variance * this.count) / (this.count - 1)) : null;
    return { mean, sd, min: this.#low, max: this.#high };
  }
}

/** @param columns of the metrics to sum up, by name; `total_r` decides what is profitable */
export function createAggregator(
  source: SearchRows,
  columns: ReadonlyMap<string, number>,
): Aggregator {
  const { parameters } = source.space;
  const names = [...columns.keys()];
  const places = Int32Array.from(columns.values());
  const values = new Float64Array(places.length);
  const total = names.indexOf('total_r');
  const sums = names.map(() => new Sums());
  const byLevel = parameters.map((one) => new LevelSums(one.levels ?? 0, names.length));
  let sets = 0;
  let profitable = 0;

  return {
    add(block, row, levels) {
      for (let metric = 0; metric < places.length; metric++) {
        values[metric] = block.metric(row, places[metric] as number);
        sums[metric]?.add(values[metric] as number);
      }
      const isProfitable = (values[total] ?? 0) > 0;
      sets++;
      if (isProfitable) profitable++;
      for (let place = 0; place < levels.length; place++) {
        byLevel[place]?.add(levels[place] as number, values, isProfitable);
      }
    },
    get result() {
      return {
        sets,
        profitable: sets === 0 ? 0 : profitable / sets,
        metrics: Object.fromEntries(names.map((name, metric) => [name, spreadOf(sums[metric])])),
        by_parameter: Object.fromEntries(
          parameters.flatMap(({ name, levels: count, valueAt }, place) =>
            count === null || count > MOST_LEVELS
              ? []
              : [[name, byLevel[place]?.values(names, valueAt) ?? []]],
          ),
        ),
      };
    },
  };
}

/** For each level of a parameter: sets, profitable ones, then sum and count of each metric. */
class LevelSums {
  readonly #width: number;
  readonly #sums: Float64Array;

  constructor(levels: number, metrics: number) {
    this.#width = 2 + 2 * metrics;
    this.#sums = new Float64Array(Math.min(levels, MOST_LEVELS) * this.#width);
  }

  add(level: number, values: Float64Array, isProfitable: boolean): void {
    const at = level * this.#width;
    const sums = this.#sums;
    if (level < 0 || at >= sums.length) return;
    sums[at] = (sums[at] as number) + 1;
    if (isProfitable) sums[at + 1] = (sums[at + 1] as number) + 1;
    for (let metric = 0; metric < values.length; metric++) {
      const value = values[metric] as number;
      if (!Number.isFinite(value)) continue;
      const sum = at + 2 + 2 * metric;
      sums[sum] = (sums[sum] as number) + value;
      sums[sum + 1] = (sums[sum + 1] as number) + 1;
    }
  }

  values(names: readonly string[], valueAt: (level: number) => ParameterValue): ValueAggregate[] {
    const sums = this.#sums;
    return Array.from({ length: sums.length / this.#width }, (_, level) => {
      const at = level * this.#width;
      const sets = sums[at] as number;
      const means = names.map((name, metric): [string, number | null] => {
        const count = sums[at + 3 + 2 * metric] as number;
        return [name, count === 0 ? null : (sums[at + 2 + 2 * metric] as number) / count];
      });
      return {
        value: valueAt(level),
        sets,
        profitable: sets === 0 ? 0 : (sums[at + 1] as number) / sets,
        mean: Object.fromEntries(means),
      };
    }).filter((one) => one.sets > 0);
  }
}

/** More values than this make no table that anyone reads. */
const MOST_LEVELS = 1_000;

function spreadOf(sums: Sums | undefined): Spread {
  return (sums ?? new Sums()).spread;
}
