import { describe, expect, it } from 'vitest';
import { createSmoothPairs } from '../../../runner/samplers/smooth-pairs.ts';

describe('createSmoothPairs()', () => {
  it('knows how far each point is from those before it, by coordinate and in all', () => {
    const pairs = createSmoothPairs([
      [0, 0],
      [3, 6],
      [-1, -2],
    ]);
    expect(pairs.count).toBe(3);
    expect([...pairs.differences]).toEqual([9, 36, 1, 4, 16, 64]);
    expect([...pairs.distances]).toEqual([45, 5, 80]);
  });

  it('has no pairs of a single point', () => {
    expect(createSmoothPairs([[1, 2]]).count).toBe(0);
  });
});
