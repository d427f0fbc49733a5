import { describe, expect, it } from 'vitest';
import { smoothKernels } from '../../../runner/samplers/smooth-kernel.ts';
import { createSmoothModel } from '../../../runner/samplers/smooth-model.ts';
import { createSmoothPairs } from '../../../runner/samplers/smooth-pairs.ts';
import { draws, random } from './drawn-points.ts';

describe('createSmoothModel()', () => {
  it('knows a cone and a steep valley better than their heights show', () => {
    const points = Array.from({ length: 30 }, () => [2 * random() - 1, 2 * random() - 1]);
    const distance = ([a = 0, b = 0]: readonly number[]): number => Math.hypot(a - 0.3, b + 0.2);
    const bends = [
      (x: readonly number[]) => distance(x),
      (x: readonly number[]) => Math.exp(3 * distance(x) ** 2),
    ];
    for (const heightOf of bends) {
      const model = createSmoothModel(points, points.map(heightOf));
      const at = (x: readonly number[]): number => model.evaluate(x).value;
      let best = [0, 0];
      for (let a = -1; a <= 1; a += 0.01) {
        for (let b = -1; b <= 1; b += 0.01) if (at([a, b]) < at(best)) best = [a, b];
      }
      expect(distance(best)).toBeLessThan(0.05);
    }
  });

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

  it('finds the lowest point of ten coordinates from fewer points than a quadratic has terms', () => {
    const top = draws(10).map((x) => x - 0.5);
    const heightOf = (x: readonly number[]): number =>
      x.reduce((sum, value, i) => sum + (i + 1) * (value - top[i]!) ** 2, 0);
    const points = Array.from({ length: 40 }, () => [...draws(10)].map((x) => 2 * x - 1));
    const model = createSmoothModel(points, points.map(heightOf));
    const { gradient } = model.evaluate(top);
    const steepest = Math.max(...model.evaluate(points[0]!).gradient.map(Math.abs));
    for (const slope of gradient) expect(Math.abs(slope)).toBeLessThan(0.15 * steepest);
  });
});

describe('smoothKernels()', () => {
  it('knows the slope of a correlation of any order, 1 at the same point', () => {
    const [x, y] = [[...draws(4)], [...draws(4)]];
    const kernels = smoothKernels(4, [0.7, 3]);
    expect(kernels.length).toBe(6);
    for (const kernel of kernels) {
      const correlate = (at: number[]): number => {
        const into = new Float64Array(1);
        kernel.correlate(createSmoothPairs([y, at]), into);
        return into[0]!;
      };
      const gradient = new Float64Array(4);
      expect(kernel.addSlope({ x: y, y, weight: 0 }, gradient)).toBeCloseTo(1, 12);
      expect(kernel.addSlope({ x, y, weight: 2 }, gradient)).toBeCloseTo(correlate(x), 14);
      expect(correlate(y)).toBeCloseTo(1, 12);
      const h = 1e-5;
      for (const i of x.keys()) {
        const moved = (by: number) => correlate(x.with(i, x[i]! + by));
        expect(gradient[i]).toBeCloseTo((2 * (moved(h) - moved(-h))) / (2 * h), 8);
      }
    }
  });
});
