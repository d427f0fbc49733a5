import { factorOf } from './gp-fit.ts';
import { correlate, type KernelShape, type PointTable } from './gp-kernel.ts';

/** A Gaussian process that has seen some points. */
export interface GpModel {
  readonly count: number;
  mean(x: ArrayLike<number>): number;
  /** Mean and standard deviation of the noiseless value. */
  predict(x: ArrayLike<number>): { mean: number; deviation: number };
  /** Adds a point; values of all points are set anew by `setValues`. */
  append(x: ArrayLike<number>): void;
  setValues(y: ArrayLike<number>): void;
}

export interface GpOptions {
  readonly table: PointTable;
  readonly shape: KernelShape;
  /** Points that may be appended. */
  readonly room: number;
}

/** Exact Gaussian process regression (Rasmussen & Williams 2006, algorithm 2.1). */
export function createGpModel({ table, shape, room }: GpOptions): GpModel {
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

  const correlations = (x: ArrayLike<number>): void => {
    correlate(x, { ...table, values, count }, shape, row);
  };
  const meanOf = (): number => {
    let sum = 0;
    for (let n = 0; n < count; n++) sum += (row[n] as number) * (alpha[n] as number);
    return offset + sum;
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
      const half = factor.forward(row);
      let explained = 0;
      for (const part of half) explained += part * part;
      const variance = signal * Math.max(1e-12, 1 - explained);
      return { mean: meanOf(), deviation: Math.sqrt(variance) };
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
