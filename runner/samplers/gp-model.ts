import { factorOf } from './gp-fit.ts';
import {
  correlate,
  correlateOnLine,
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
  setValues(y: ArrayLike<number>): void;
}

export interface GpOptions {
  readonly table: PointTable;
  readonly shape: KernelShape;
  /** Points that may be appended. */
  readonly room: number;
  /**
   * Whether noise is part of an answer: a backtest says the same of the same set, so what looks like
   * noise are ripples finer than the kernel's lengths, and a new set may well lie on top of one.
   */
  readonly isRippled?: boolean;
}

/** Exact Gaussian process regression (Rasmussen & Williams 2006, algorithm 2.1). */
export function createGpModel({ table, shape, room, isRippled = false }: GpOptions): GpModel {
  const d = table.dimensions;
  const capacity = table.count + room;
  const values = new Float64Array(capacity * d);
  values.set(table.values.subarray(0, table.count * d));
  let count = table.count;
  const factor = factorOf(table, shape, room);
  const row = new Float64Array(capacity);
  let alpha = new Float64Array(count);
  let offset = 0;
  let signal = 1;
  const ripples = isRippled ? shape.noise : 0;

  const correlations = (x: ArrayLike<number>): void => {
    correlate(x, { ...table, values, count }, shape, row);
  };
  const meanOf = (): number => {
    let sum = 0;
    for (let n = 0; n < count; n++) sum += (row[n] as number) * (alpha[n] as number);
    return offset + sum;
  };
  const deviationOf = (explained: number): number =>
    Math.sqrt(signal * (Math.max(1e-12, 1 - explained) + ripples));
  const fromRow = (isHopeless: Verdict): Prediction | null => {
    const mean = meanOf();
    const explained = factor.explained(row, (part) =>
      isHopeless({ mean, deviation: deviationOf(part) }),
    );
    return explained === null ? null : { mean, deviation: deviationOf(explained) };
  };
  return {
    get count() {
      return count;
    },
    mean(x) {
      correlations(x);
      return meanOf();
    },
    predict(x) {
      correlations(x);
      return fromRow(() => false) as Prediction;
    },
    promise(x, isHopeless) {
      correlations(x);
      return fromRow(isHopeless);
    },
    along(x, coordinate) {
      const seen = { ...table, values, count };
      const line = lineThrough(x, coordinate, seen, shape);
      return (value, isHopeless) => {
        const place = { x: value, along: coordinate };
        correlateOnLine(line, place, { table: seen, shape }, row);
        return fromRow(isHopeless);
      };
    },
    append(x) {
      correlations(x);
      factor.append(row, 1 + shape.noise);
      for (let i = 0; i < d; i++) values[count * d + i] = x[i] as number;
      count++;
    },
    setValues(y) {
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
