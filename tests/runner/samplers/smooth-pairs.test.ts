import { describe, expect, it } from 'vitest';
import { createSmoothPairs } from '../../../runner/samplers/smooth-pairs.ts';

const points = [
  [0, 0],
  [3, 6],
  [-1, -2],
];

describe('createSmoothPairs()', () => {
  it('knows how far each point is from those before it', () => {
    const pairs = createSmoothPairs(points);
    expect(pairs.count).toBe(3);
    expect([...pairs.distances]).toEqual([45, 5, 80]);
  });

  it('knows the factors of every rate, whether it squares those before or makes them anew', () => {
    const pairs = createSmoothPairs(points);
    for (const rate of [0.01, 0.02, 0.16, 0.16, 0.2, 1.6, 0.04]) {
      const factors = [9, 36, 1, 4, 16, 64].map((squared) => Math.exp(-0.5 * rate * squared));
      const known = pairs.factorsAt(rate);
      expect(known.length).toBe(factors.length);
      for (const [p, factor] of factors.entries()) expect(known[p]).toBeCloseTo(factor, 13);
    }
  });

  it('has no pairs of a single point', () => {
    const pairs = createSmoothPairs([[1, 2]]);
    expect(pairs.count).toBe(0);
    expect(pairs.factorsAt(1).length).toBe(0);
  });
});
