import type { BarColumns } from '../data/columns.ts';
import type { Bar, Output } from './calculator.ts';
import {
  type BarFed,
  type ColumnPass,
  createBarFed,
  type IndicatorRecipe,
} from './indicator-recipe.ts';

/** What an indicator tells at every bar. A value never depends on later bars. */
export interface IndicatorSeries {
  /** 0 before the first sample. */
  readonly values: Float64Array;
  /** Position of the first sample … */
  readonly sampledFrom: number;
  /** … and of the bar from which on it is ready; Infinity where there is none. */
  readonly readyFrom: number;
}

export interface IndicatorResults {
  readonly main: IndicatorSeries;
  readonly parts: Readonly<Record<string, IndicatorSeries>>;
}

/** A bar of columns, moved along so that none is made. */
export class ColumnBar implements Bar {
  index = -1;
  readonly columns: BarColumns;

  constructor(columns: BarColumns) {
    this.columns = columns;
  }

  get open(): number {
    return this.columns.open[this.index] as number;
  }

  get high(): number {
    return this.columns.high[this.index] as number;
  }

  get low(): number {
    return this.columns.low[this.index] as number;
  }

  get close(): number {
    return this.columns.close[this.index] as number;
  }

  get volume(): number {
    return this.columns.volume[this.index] as number;
  }
}

/** Feeds an indicator all bars from `from` on. @throws RangeError where the recipe fits none */
export function computeSeries(
  recipe: IndicatorRecipe,
  columns: BarColumns,
  from: number,
): IndicatorResults {
  const length = columns.close.length;
  const fed = createBarFed(recipe);
  if (fed.pass !== null) return { main: passed(fed.pass, columns, from), parts: {} };
  const main = recorder(fed.output, length);
  const parts = Object.entries(fed.parts).map(
    ([name, part]) => [name, recorder(part, length)] as const,
  );
  const all = [main, ...parts.map(([, part]) => part)];
  feed(fed, all, { columns, from });
  return {
    main: main.series(),
    parts: Object.fromEntries(parts.map(([name, part]) => [name, part.series()])),
  };
}

function passed({ column, fill }: ColumnPass, columns: BarColumns, from: number): IndicatorSeries {
  const inputs = columns[column];
  const values = new Float64Array(inputs.length);
  const readyFrom = from + fill(inputs.subarray(from), values.subarray(from));
  return { values, sampledFrom: from < inputs.length ? from : Number.POSITIVE_INFINITY, readyFrom };
}

function feed(
  fed: BarFed,
  recorders: readonly Recorder[],
  { columns, from }: { columns: BarColumns; from: number },
): void {
  const bar = new ColumnBar(columns);
  for (let index = from; index < columns.close.length; index++) {
    bar.index = index;
    fed.update(bar);
    for (const recorder of recorders) recorder.record(index);
  }
}

interface Recorder {
  record(index: number): void;
  series(): IndicatorSeries;
}

function recorder(output: Output, length: number): Recorder {
  const values = new Float64Array(length);
  let sampledFrom = Number.POSITIVE_INFINITY;
  let readyFrom = Number.POSITIVE_INFINITY;
  return {
    record(index) {
      values[index] = output.value;
      if (sampledFrom > index && output.samples > 0) sampledFrom = index;
      if (readyFrom > index && output.isReady) readyFrom = index;
    },
    series: () => ({ values, sampledFrom, readyFrom }),
  };
}
