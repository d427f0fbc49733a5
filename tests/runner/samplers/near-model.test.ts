import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../runner/samplers/evidence.ts';
import { distanceAlong, factsAround, modelNear } from '../../../runner/samplers/near-model.ts';
import { draws } from './drawn-points.ts';

const axes = [0, 1, 2];

/** Points in a cube around the middle of the ranges. */
const cloud = (width: number, count: number): number[][] =>
  Array.from({ length: count }, () => [...draws(3)].map((x) => 0.5 + width * (x - 0.5)));

function factsOf(
  points: readonly number[][],
  heightOf: (x: readonly number[]) => number = () => 1,
): Fact[] {
  return points.map((x) => {
    return { x: Float64Array.from(x), params: {}, merit: { tier: 0, value: -heightOf(x) } };
  });
}

const middle = [0.5, 0.5, 0.5];
const around = (facts: readonly Fact[], radius: number) => ({ best: facts[0]!, axes, radius });

describe('factsAround()', () => {
  it('takes near facts alone as long as there are few in all', () => {
    const facts = factsOf([middle, ...cloud(0.004, 5), ...cloud(1, 50)]);
    expect(factsAround(facts, around(facts, 0.001)).length).toBe(6);
  });

  it('takes near facts, by distance, and the next ones where those are few', () => {
    const facts = factsOf([middle, ...cloud(1, 60)]);
    const few = factsAround(facts, around(facts, 1e-6));
    expect(few.length).toBe(24);
    const distances = few.map(({ x }) => distanceAlong(axes, x, facts[0]!.x));
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    expect(factsAround(facts, around(facts, 1)).length).toBe(30);
  });
});

describe('modelNear()', () => {
  const scaleOf = (near: number, heightOf: (x: readonly number[]) => number): number => {
    const facts = factsOf([middle, ...cloud(0.004, near), ...cloud(1, 60)], heightOf);
    const some = factsAround(facts, around(facts, 0.001));
    return modelNear(some, around(facts, 0.001))!.scale;
  };
  const bowl = (x: readonly number[]): number =>
    x.reduce((sum, v, i) => sum + (v - 0.2 * i) ** 2, 0);
  /** Its floor bends through the middle. */
  const valley = (x: readonly number[]): number => {
    const [a = 0, b = 0, c = 0] = x.map((v) => 4 * (v - 0.5));
    return 100 * (b - a * a) ** 2 + 100 * (c - b * b - a) ** 2 + 0.01 * (1 - a) ** 2;
  };
  const rippled = (x: readonly number[]): number =>
    x.reduce((sum, v) => sum + v * v + Math.cos(300 * v), 0);

  it('asks far facts where near ones are too few, and the function is smooth that far out', () => {
    expect(scaleOf(2, bowl)).toBeGreaterThan(0.03);
    expect(scaleOf(6, valley)).toBeGreaterThan(0.03);
  });

  it('asks near facts alone where those are enough, or where there are ripples farther out', () => {
    expect(scaleOf(15, bowl)).toBe(0.001);
    expect(scaleOf(6, rippled)).toBe(0.001);
  });

  it('gives none where there are fewer facts than a plane needs', () => {
    const facts = factsOf([middle, ...cloud(1, 2)]);
    expect(modelNear(facts, around(facts, 0.001))).toBeNull();
  });
});
