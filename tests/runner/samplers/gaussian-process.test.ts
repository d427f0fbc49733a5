import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../../runner/samplers/gaussian-draw.ts';
import { fitKernel } from '../../../runner/samplers/gp-fit.ts';
import {
  correlate,
  createKernel,
  type KernelShape,
  type PointTable,
} from '../../../runner/samplers/gp-kernel.ts';
import { createGpModel } from '../../../runner/samplers/gp-model.ts';
import { createPairs } from '../../../runner/samplers/gp-pairs.ts';
import { logPhi } from '../../../runner/samplers/normal.ts';
import { draws, tableOf } from './drawn-points.ts';

describe('normalQuantile()', () => {
  it('is the inverse of the distribution function', () => {
    for (const p of [1e-6, 0.001, 0.02, 0.3, 0.5, 0.8, 0.99]) {
      expect(Math.exp(logPhi(normalQuantile(p))) / p).toBeCloseTo(1, 6);
    }
  });
});

/** The correlation of a table's point `a` with point `b`. */
function correlationOf(a: number, b: number, table: PointTable, shape: KernelShape): number {
  const { dimensions: d, values } = table;
  const into = new Float64Array(table.count);
  correlate(values.subarray(a * d, a * d + d), table, createKernel(shape, table), into);
  return into[b]!;
}

describe('createKernel()', () => {
  it('knows of a grid what it would reckon of the same points', () => {
    const values = Float64Array.from([0, 3, 6, 4].map((level) => (level + 0.5) / 7));
    const table = { dimensions: 1, listed: [false], values, count: 4 };
    const shape = { lengths: Float64Array.of(0.3), additive: 0.4, noise: 0 };
    for (const [a, b] of [[0, 2] as const, [1, 3] as const, [2, 2] as const]) {
      const stepped = correlationOf(a, b, { ...table, levels: [7] }, shape);
      expect(stepped).toBeCloseTo(correlationOf(a, b, table, shape), 12);
    }
    // What is absent stands in the middle, which is between two of an even number of levels.
    const odd = { ...table, values: Float64Array.of(0.5, 5.5 / 8), count: 2 };
    const stepped = correlationOf(0, 1, { ...odd, levels: [8] }, shape);
    expect(stepped).toBeCloseTo(correlationOf(0, 1, odd, shape), 12);
  });
});

describe('createPairs()', () => {
  const table = tableOf(5, 4, [false, true, false, false]);
  // Two points that differ in some coordinates alone, as many do on a grid.
  table.values.copyWithin(8, 4, 6);
  const base = [-0.5, -1, 0.2, -2];
  const shapeOf = (logs: readonly number[], additive: number): KernelShape => {
    return { lengths: Float64Array.from(logs, Math.exp), additive, noise: 0 };
  };

  it('correlates every point with those before it as the model does', () => {
    const shape = shapeOf(base, 0.4);
    const rows = createPairs(table).correlate(shape);
    expect(rows.map((row) => row.length)).toEqual([0, 1, 2, 3, 4]);
    for (const [a, row] of rows.entries()) {
      for (const [b, found] of row.entries()) {
        expect(found).toBeCloseTo(correlationOf(a, b, table, shape), 9);
      }
    }
  });

  it('knows the derivatives of the correlations', () => {
    const pairs = createPairs(table);
    const weights = Array.from({ length: 5 }, (_, n) => draws(n));
    const sumAt = (logs: readonly number[], additive: number): number =>
      pairs
        .correlate(shapeOf(logs, additive))
        .flatMap((row, a) => [...row].map((value, b) => value * weights[a]![b]!))
        .reduce((sum, value) => sum + value, 0);
    const gradient = new Float64Array(6);
    pairs.correlate(shapeOf(base, 0.4));
    const byMixture = pairs.addSlopes(weights, gradient);
    const h = 1e-5;
    for (const i of base.keys()) {
      const moved = (by: number) => base.map((value, k) => (k === i ? value + by : value));
      const slope = (sumAt(moved(h), 0.4) - sumAt(moved(-h), 0.4)) / (2 * h);
      expect(gradient[i]).toBeCloseTo(slope, 7);
    }
    const slope = (sumAt(base, 0.4 + h) - sumAt(base, 0.4 - h)) / (2 * h);
    expect(byMixture).toBeCloseTo(slope, 7);
  });
});

describe('fitKernel() and createGpModel()', () => {
  const heightOf = (x: ArrayLike<number>): number => Math.sin(6 * x[0]!) + 2 * (x[1]! - 0.4) ** 2;

  it('finds that parameters act on their own, and predicts far from all points', () => {
    const table = tableOf(40, 3);
    const row = (n: number) => table.values.subarray(n * 3, n * 3 + 3);
    const y = Float64Array.from({ length: 40 }, (_, n) => heightOf(row(n)));
    const mean = y.reduce((a, b) => a + b) / 40;
    const shape = fitKernel(
      table,
      y.map((value) => value - mean),
    );
    expect(shape.additive).toBeGreaterThan(0.5);
    // The third coordinate does nothing.
    expect(shape.lengths[2]).toBeGreaterThan(shape.lengths[0]!);
    const model = createGpModel({ table, shape, room: 5 });
    model.setValues(y);
    const errors = Array.from({ length: 200 }, () => {
      const x = draws(3);
      return Math.abs(model.mean(x) - heightOf(x));
    });
    expect(errors.reduce((a, b) => a + b) / 200).toBeLessThan(0.05);
    expect(model.predict(row(3)).deviation).toBeLessThan(0.1 * model.predict([3, 3, 3]).deviation);
  });

  it('append() gives the model that all points at once give', () => {
    const table = tableOf(12, 2);
    const shape = { lengths: Float64Array.of(0.3, 0.6), additive: 0.3, noise: 1e-4 };
    const y = draws(12);
    const whole = createGpModel({ table, shape, room: 0 });
    const grown = createGpModel({ table: { ...table, count: 9 }, shape, room: 3 });
    for (let n = 9; n < 12; n++) grown.append(table.values.subarray(n * 2, n * 2 + 2));
    whole.setValues(y);
    grown.setValues(y);
    expect(grown.predict([0.2, 0.9])).toEqual(whole.predict([0.2, 0.9]));
  });

  it('truncate() takes points back, also where more came than there was room for', () => {
    const table = tableOf(12, 2);
    const shape = { lengths: Float64Array.of(0.3, 0.6), additive: 0.3, noise: 1e-4 };
    const y = draws(12);
    const model = createGpModel({ table, shape, room: 1 });
    model.setValues(y);
    const before = model.predict([0.2, 0.9]);
    for (let n = 0; n < 30; n++) model.append(draws(2));
    model.setValues(draws(42));
    expect(model.predict([0.2, 0.9])).not.toEqual(before);
    model.truncate(12);
    model.setValues(y);
    expect(model.predict([0.2, 0.9])).toEqual(before);
  });
});

describe('GpModel', () => {
  const table = tableOf(60, 3, [false, true]);
  const shape = { lengths: Float64Array.of(0.3, 0.8, 0.5), additive: 0.4, noise: 1e-3 };
  const model = createGpModel({ table, shape, room: 0 });
  model.setValues(draws(60));
  const never = () => false;

  it('along() predicts what predict() does', () => {
    const x = Float64Array.of(0.4, 2, 0.7);
    for (const [coordinate, value] of [[0, 0.9] as const, [1, 1] as const, [2, 0.7] as const]) {
      const moved = x.with(coordinate, value);
      const { mean, deviation } = model.predict(moved);
      const found = model.along(x, coordinate)(value, never)!;
      expect(found.mean).toBeCloseTo(mean, 10);
      expect(found.deviation).toBeCloseTo(deviation, 10);
    }
  });

  it('promise() gives up where even a deviation that is too large is not enough', () => {
    const x = [0.4, 2, 0.7];
    const exact = model.predict(x);
    const bounds: number[] = [];
    const found = model.promise(x, ({ mean, deviation }) => {
      expect(mean).toBe(exact.mean);
      bounds.push(deviation);
      return false;
    });
    expect(found).toEqual(exact);
    expect(bounds.length).toBeGreaterThan(1);
    expect(bounds).toEqual(bounds.toSorted((a, b) => b - a));
    expect(bounds.at(-1)).toBe(exact.deviation);
    expect(model.promise(x, ({ deviation }) => deviation <= bounds[0]!)).toBeNull();
  });
});

describe('fitKernel()', () => {
  it('takes ripples finer than it can see for chances to be found on a trend', () => {
    const seen = tableOf(40, 2);
    const trend = (x: ArrayLike<number>): number => -((x[0]! - 0.3) ** 2) - (x[1]! - 0.6) ** 2;
    const rippled = (x: ArrayLike<number>): number => trend(x) + 0.1 * Math.cos(4e3 * x[0]!);
    const y = Float64Array.from({ length: 40 }, (_, n) => rippled(seen.values.subarray(2 * n)));
    const mean = y.reduce((a, b) => a + b) / 40;
    const centred = y.map((value) => value - mean);
    const shape = fitKernel(seen, centred, 'rippled');
    const smooth = createGpModel({ table: seen, shape, room: 0, isRippled: true });
    smooth.setValues(y);
    // The trend is seen through the ripples, which reach 0.07 from it in the root mean square.
    expect(smooth.mean([0.3, 0.6]) - smooth.mean([0.9, 0.1])).toBeGreaterThan(0.4);
    const { deviation } = smooth.predict([0.3, 0.6]);
    expect(deviation).toBeGreaterThan(0.05);
    expect(deviation).toBeLessThan(0.12);
  });
});
