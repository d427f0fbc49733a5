import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../runner/domain/random.ts';
import type { Fact } from '../../../runner/samplers/evidence.ts';
import { distanceAlong, modelNear } from '../../../runner/samplers/near-model.ts';
import { createSmoothFactors } from '../../../runner/samplers/smooth-factors.ts';
import { smoothKernels } from '../../../runner/samplers/smooth-kernel.ts';
import { createSmoothModel } from '../../../runner/samplers/smooth-model.ts';

const random = randomFrom(1, 2, 3);
const draws = (count: number): Float64Array => Float64Array.from({ length: count }, () => random());

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

describe('missAt()', () => {
  it('says what a model without a point would be off there', () => {
    const points = Array.from({ length: 20 }, () => [...draws(2)]);
    const heightOf = ([a = 0, b = 0]: readonly number[]): number => 3 + a * a + Math.sin(4 * b);
    const values = points.map(heightOf);
    const model = createSmoothModel(points, values);
    const misses = points.map((_, n) => model.missAt(n));
    // A point that others surround is foretold, a far one is not.
    expect(Math.min(...misses)).toBeLessThan(0.01);
    const far = createSmoothModel([...points, [5, 5]], [...values, 90]);
    expect(far.missAt(20)).toBeGreaterThan(10 * Math.max(...misses));
  });
});

describe('createSmoothFactors()', () => {
  it('knows the factors of every rate, whether it squares those before or makes them anew', () => {
    const points = Array.from({ length: 5 }, () => [...draws(3)]);
    const factors = createSmoothFactors(points);
    for (const rate of [0.5, 1, 4, 4, 5, 40, 0.25]) {
      const known = factors.at(rate);
      let p = 0;
      for (const [n, a] of points.entries()) {
        for (const b of points.slice(0, n)) {
          for (const [i, x] of a.entries()) {
            expect(known[p++]).toBeCloseTo(Math.exp(-0.5 * rate * (x - b[i]!) ** 2), 12);
          }
        }
      }
      expect(known.length).toBe(p);
    }
  });
});

describe('modelNear()', () => {
  const factsOf = (points: readonly number[][], heightOf: (x: readonly number[]) => number) => {
    const facts = points.map((x): Fact => {
      return {
        x: Float64Array.from(x),
        params: {},
        merit: { tier: 0, value: -heightOf(x) },
      };
    });
    const apart = ({ x }: Fact) => distanceAlong([0, 1, 2], x, facts[0]!.x);
    return facts.sort((a, b) => apart(a) - apart(b));
  };
  const cloud = (width: number, count: number) =>
    Array.from({ length: count }, () => [...draws(3)].map((x) => 0.5 + width * (x - 0.5)));
  const points = [[0.5, 0.5, 0.5], ...cloud(0.01, 6), ...cloud(1, 30)];
  const options = { axes: [0, 1, 2], radius: 0.001 };

  it('learns from far facts where the function bends alike everywhere', () => {
    const facts = factsOf(points, (x) => x.reduce((sum, v, i) => sum + (v - 0.2 * i) ** 2, 0));
    const known = modelNear(facts, { ...options, best: facts[0]! });
    expect(known!.scale).toBeGreaterThan(0.01);
  });

  it('believes near facts alone where far ones tell of something else', () => {
    const heightOf = (x: readonly number[]): number => {
      const away = x.reduce((sum, v) => sum + (v - 0.499) ** 2, 0);
      return away < 1e-3 ? away : 5 + Math.sin(1e4 * x[0]!) + Math.sin(1e4 * x[1]!);
    };
    const facts = factsOf(
      [...points.slice(0, 7), ...cloud(0.005, 20), ...points.slice(7)],
      heightOf,
    );
    const known = modelNear(facts, { ...options, best: facts[0]! });
    expect(known!.scale).toBe(0.001);
  });

  it('gives none where there are fewer facts than a plane needs', () => {
    const facts = factsOf(points.slice(0, 3), () => 1);
    expect(modelNear(facts, { ...options, best: facts[0]! })).toBeNull();
  });
});

describe('smoothKernels()', () => {
  it('knows the slope of a correlation of any order, 1 at the same point', () => {
    const [x, y] = [[...draws(4)], [...draws(4)]];
    const kernels = smoothKernels(4, [0.7, 3]);
    expect(kernels.length).toBe(6);
    for (const kernel of kernels) {
      const correlate = (a: readonly number[], b: readonly number[]): number =>
        kernel.correlateAll([a, b], createSmoothFactors([a, b]))[1]![0]!;
      expect(correlate(x, x)).toBeCloseTo(1, 12);
      const gradient = new Float64Array(4);
      const known = kernel.addSlope({ x, y, weight: 2 }, gradient);
      expect(known).toBeCloseTo(correlate(x, y), 14);
      const h = 1e-5;
      for (const i of x.keys()) {
        const moved = (by: number) => correlate(x.with(i, x[i]! + by), y);
        expect(gradient[i]).toBeCloseTo((2 * (moved(h) - moved(-h))) / (2 * h), 8);
      }
    }
  });
});
