import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../runner/domain/random.ts';
import { createCholesky } from '../../../runner/samplers/cholesky.ts';
import { symmetricEigen } from '../../../runner/samplers/eigen.ts';
import { normalQuantile } from '../../../runner/samplers/gaussian-draw.ts';
import { fitKernel } from '../../../runner/samplers/gp-fit.ts';
import { correlate, slopesOf } from '../../../runner/samplers/gp-kernel.ts';
import { createGpModel } from '../../../runner/samplers/gp-model.ts';
import { logPhi } from '../../../runner/samplers/normal.ts';
import { createSmoothModel } from '../../../runner/samplers/smooth-model.ts';

const random = randomFrom(1, 2, 3);
const draws = (count: number): Float64Array => Float64Array.from({ length: count }, () => random());

/** A symmetric positive definite matrix. */
function matrixOf(size: number): number[][] {
  const rows = Array.from({ length: size }, () => [...draws(size)]);
  return rows.map((a, i) =>
    rows.map((b, j) => a.reduce((sum, x, k) => sum + x * b[k]!, i === j ? 0.5 : 0)),
  );
}

function tableOf(count: number, dimensions: number, listed: readonly boolean[] = []) {
  const values = draws(count * dimensions);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < dimensions; i++) {
      if (listed[i]) values[n * dimensions + i] = Math.floor(values[n * dimensions + i]! * 3);
    }
  }
  const kinds = Array.from({ length: dimensions }, (_, i) => listed[i] ?? false);
  return { dimensions, listed: kinds, values, count };
}

describe('createCholesky()', () => {
  it('solves, inverts and measures the matrix it was given row by row', () => {
    const a = matrixOf(7);
    const factor = createCholesky(9);
    for (const [n, row] of a.entries()) factor.append(row, row[n]!);
    const b = draws(7);
    const x = factor.backward(factor.forward(b));
    for (const [n, row] of a.entries()) {
      expect(row.reduce((sum, value, k) => sum + value * x[k]!, 0)).toBeCloseTo(b[n]!, 10);
    }
    const inverse = factor.inverse();
    for (let i = 0; i < 7; i++) {
      const column = Array.from(
        { length: 7 },
        (_, k) => inverse[Math.max(i, k) * 7 + Math.min(i, k)]!,
      );
      for (const [j, row] of a.entries()) {
        const product = row.reduce((sum, value, k) => sum + value * column[k]!, 0);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 9);
      }
    }
    const { values } = symmetricEigen(Float64Array.from(a.flat()), 7);
    const logs = values.reduce((sum, value) => sum + Math.log(value), 0);
    expect(factor.logDeterminant()).toBeCloseTo(logs, 9);
  });
});

describe('symmetricEigen()', () => {
  it('gives values and vectors that make the matrix again', () => {
    const a = matrixOf(8);
    const { values, vectors } = symmetricEigen(Float64Array.from(a.flat()), 8);
    for (let i = 0; i < 8; i++) {
      for (let j = 0; j < 8; j++) {
        let sum = 0;
        for (let k = 0; k < 8; k++) sum += vectors[i * 8 + k]! * values[k]! * vectors[j * 8 + k]!;
        expect(sum).toBeCloseTo(a[i]![j]!, 9);
      }
    }
  });
});

describe('normalQuantile()', () => {
  it('is the inverse of the distribution function', () => {
    for (const p of [1e-6, 0.001, 0.02, 0.3, 0.5, 0.8, 0.99]) {
      expect(Math.exp(logPhi(normalQuantile(p))) / p).toBeCloseTo(1, 6);
    }
  });
});

describe('slopesOf()', () => {
  it('is the derivative of the correlation', () => {
    const table = tableOf(2, 4, [false, true, false, false]);
    const base = [-0.5, -1, 0.2, -2];
    const correlationAt = (logs: readonly number[], additive: number): number => {
      const shape = { lengths: Float64Array.from(logs, Math.exp), additive, noise: 0 };
      const into = new Float64Array(1);
      correlate(table.values.subarray(4, 8), { ...table, count: 1 }, shape, into);
      return into[0]!;
    };
    const gradient = new Float64Array(6);
    const shape = { lengths: Float64Array.from(base, Math.exp), additive: 0.4, noise: 0 };
    const scratch = { m: new Float64Array(8), gradient };
    const byMixture = slopesOf({ a: 1, b: 0, weight: 1 }, table, shape, scratch);
    const h = 1e-5;
    for (const i of base.keys()) {
      const moved = (by: number) => base.map((value, k) => (k === i ? value + by : value));
      const slope = (correlationAt(moved(h), 0.4) - correlationAt(moved(-h), 0.4)) / (2 * h);
      expect(gradient[i]).toBeCloseTo(slope, 7);
    }
    const slope = (correlationAt(base, 0.4 + h) - correlationAt(base, 0.4 - h)) / (2 * h);
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
});

describe('createSmoothModel()', () => {
  it('goes through its points and knows their slope', () => {
    const points = Array.from({ length: 25 }, () => [2 * random() - 1, 2 * random() - 1]);
    const heightOf = ([a = 0, b = 0]: readonly number[]): number =>
      a * a + 3 * a * b - b + 2 * b * b;
    const model = createSmoothModel(points, points.map(heightOf));
    const h = 1e-4;
    for (const x of points.slice(0, 5)) {
      const { gradient } = model.evaluate(x);
      for (const i of [0, 1]) {
        const moved = (by: number) => x.map((value, k) => (k === i ? value + by : value));
        const slope = (model.evaluate(moved(h)).value - model.evaluate(moved(-h)).value) / (2 * h);
        expect(gradient[i]).toBeCloseTo(slope, 3);
      }
    }
    const best = points.toSorted((a, b) => heightOf(a) - heightOf(b))[0]!;
    const others = points.filter((point) => point !== best);
    for (const x of others) {
      expect(model.evaluate(best).value).toBeLessThan(model.evaluate(x).value + 1e-6);
    }
  });
});
