import { createCholesky } from './cholesky.ts';
import {
  correlate,
  correlateOnLine,
  createKernel,
  type Kernel,
  type KernelShape,
  lineThrough,
  type PointTable,
} from './gp-kernel.ts';

export interface Prediction {
  readonly mean: number;
  readonly deviation: number;
}

type Verdict = (bound: Prediction) => boolean;
type Promising = (value: number, isHopeless: Verdict) => Prediction | null;

/** A Gaussian process that has seen some points. */
export interface GpModel {
  readonly count: number;
  mean(x: ArrayLike<number>): number;
  /** Mean and standard deviation of an answer, without noise unless it is ripples. */
  predict(x: ArrayLike<number>): Prediction;
  /**
   * The same, or null as soon as `isHopeless` says so of the mean and a deviation that is at least
   * as large as the true one: most candidates need only a part of the work.
   */
  promise(x: ArrayLike<number>, isHopeless: Verdict): Prediction | null;
  /** `promise` for points that differ from `x` in one coordinate alone. */
  along(x: ArrayLike<number>, coordinate: number): Promising;
  /** Adds a point; values of all points are set anew by `setValues`. */
  append(x: ArrayLike<number>): void;
  /** Takes back all points but the first so many; values are set anew as well. */
  truncate(count: number): void;
  setValues(y: ArrayLike<number>): void;
}

export interface GpOptions {
  readonly table: PointTable;
  readonly shape: KernelShape;
  /** Points for which there is room without copying all. */
  readonly room: number;
  /**
   * Whether noise is part of an answer: a backtest says the same of the same set, so what looks like
   * noise are ripples finer than the kernel's lengths, and a new set may well lie on top of one.
   */
  readonly isRippled?: boolean;
}

/** Exact Gaussian process regression (Rasmussen & Williams 2006, algorithm 2.1). */
export function createGpModel({ table, shape, room, isRippled = false }: GpOptions): GpModel {
  const kernel = createKernel(shape, table);
  const points = createPoints({ table, kernel, room });
  const { factor } = points;
  let alpha = new Float64Array(table.count);
  let offset = 0;
  let signal = 1;
  const ripples = isRippled ? shape.noise : 0;

  const meanOf = (row: Float64Array): number => {
    let sum = 0;
    for (let n = 0; n < alpha.length; n++) sum += (row[n] as number) * (alpha[n] as number);
    return offset + sum;
  };
  const deviationOf = (explained: number): number =>
    Math.sqrt(signal * (Math.max(1e-12, 1 - explained) + ripples));
  const fromRow = (row: Float64Array, isHopeless: Verdict): Prediction | null => {
    const mean = meanOf(row);
    const explained = factor.explained(row, (part) =>
      isHopeless({ mean, deviation: deviationOf(part) }),
    );
    return explained === null ? null : { mean, deviation: deviationOf(explained) };
  };
  return {
    get count() {
      return factor.size;
    },
    mean: (x) => meanOf(points.correlations(x)),
    predict: (x) => fromRow(points.correlations(x), () => false) as Prediction,
    promise: (x, isHopeless) => fromRow(points.correlations(x), isHopeless),
    along(x, coordinate) {
      const line = points.along(x, coordinate);
      return (value, isHopeless) => fromRow(line(value), isHopeless);
    },
    append: points.append,
    truncate: factor.truncate,
    setValues(y) {
      const count = factor.size;
      offset = 0;
      for (let n = 0; n < count; n++) offset += (y[n] as number) / count;
      const centred = new Float64Array(count);
      for (let n = 0; n < count; n++) centred[n] = (y[n] as number) - offset;
      const half = factor.forward(centred);
      let fit = 0;
      for (const part of half) fit += part * part;
      signal = Math.max(fit / count, 1e-300);
      alpha = factor.backward(half) as Float64Array<ArrayBuffer>;
    },
  };
}

interface PointOptions {
  readonly table: PointTable;
  readonly kernel: Kernel;
  readonly room: number;
}

/** The points of a model and the factor of their correlations; its rows are overwritten by the next. */
function createPoints({ table, kernel, room }: PointOptions) {
  const d = table.dimensions;
  let capacity = Math.max(1, table.count + room);
  let values = new Float64Array(capacity * d);
  let row = new Float64Array(capacity);
  const factor = createCholesky(capacity);
  const seen = (): PointTable => ({ ...table, values, count: factor.size });

  const correlations = (x: ArrayLike<number>): Float64Array => {
    correlate(x, seen(), kernel, row);
    return row;
  };
  const grow = (): void => {
    capacity *= 2;
    const grown = new Float64Array(capacity * d);
    grown.set(values);
    values = grown;
    row = new Float64Array(capacity);
  };
  const append = (x: ArrayLike<number>): void => {
    if (factor.size === capacity) grow();
    values.set(x, factor.size * d);
    factor.append(correlations(x), 1 + kernel.noise);
  };
  for (let n = 0; n < table.count; n++) append(table.values.subarray(n * d, n * d + d));
  return {
    factor,
    append,
    correlations,
    along(x: ArrayLike<number>, coordinate: number) {
      const known = seen();
      const line = lineThrough(x, coordinate, known, kernel);
      return (value: number): Float64Array => {
        correlateOnLine(line, { x: value, along: coordinate }, { table: known, kernel }, row);
        return row;
      };
    },
  };
}
