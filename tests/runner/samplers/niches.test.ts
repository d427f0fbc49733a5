import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../runner/samplers/evidence.ts';
import { createNiches } from '../../../runner/samplers/niches.ts';

describe('createNiches()', () => {
  const factAt = (x: number, y: number, value: number): Fact => {
    return { x: Float64Array.of(x, y), params: {}, merit: { tier: 0, value } };
  };

  it('gives the best hill that is left, and whose surroundings are not its own', () => {
    const niches = createNiches();
    const [high, low] = [factAt(0.1, 0.1, 3), factAt(0.9, 0.9, 2)];
    const slopes = [0.15, 0.2, 0.25, 0.3].flatMap((x, n) => [
      factAt(x, x, 1 - n / 10),
      factAt(1 - x, 1 - x, 0.9 - n / 10),
    ]);
    for (const fact of [high, low, ...slopes]) niches.add(fact);
    expect(niches.next()).toEqual({ top: high, others: [] });
    for (let n = 0; n < 9; n++) niches.miss(high);
    expect(niches.next()).toEqual({ top: low, others: [high] });
    for (let n = 0; n < 9; n++) niches.miss(low);
    expect(niches.next()).toBeNull();
  });
});
