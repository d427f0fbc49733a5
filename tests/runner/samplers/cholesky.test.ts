import { describe, expect, it } from 'vitest';
import { createCholesky } from '../../../runner/samplers/cholesky.ts';
import { symmetricEigen } from '../../../runner/samplers/eigen.ts';
import { draws } from './drawn-points.ts';

/** A symmetric positive definite matrix. */
function matrixOf(size: number): number[][] {
  const rows = Array.from({ length: size }, () => [...draws(size)]);
  return rows.map((a, i) =>
    rows.map((b, j) => a.reduce((sum, x, k) => sum + x * b[k]!, i === j ? 0.5 : 0)),
  );
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
    const half = factor.forward(b);
    const explained = half.reduce((sum, part) => sum + part * part, 0);
    expect(factor.explained(b, () => false)).toBeCloseTo(explained, 10);
    expect(factor.explained(b, (part) => part > 0)).toBeNull();
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
