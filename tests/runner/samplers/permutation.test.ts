import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../runner/domain/random.ts';
import { createPermutation } from '../../../runner/samplers/permutation.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

describe('createPermutation()', () => {
  it('at() is a permutation for every size', () => {
    for (const size of [1, 2, 3, 4, 5, 16, 17, 100, 1023, 1024, 1025]) {
      const { at } = createPermutation(BigInt(size), randomFrom(size, 0, 0));
      const seen = Array.from({ length: size }, (_, place) => Number(at(BigInt(place))));
      expect(seen.toSorted((a, b) => a - b)).toEqual([...seen.keys()]);
    }
  });

  it('placeOf() is the inverse of at() up to grids of 1e40', () => {
    const size = fc.bigInt({ min: 1n, max: 10n ** 40n });
    fc.assert(
      fc.property(size, fc.bigInt({ min: 0n, max: 10n ** 41n }), (points, any) => {
        const { at, placeOf } = createPermutation(points, randomFrom(7, 0, 0));
        const place = any % points;
        expect(at(place)).toBeLessThan(points);
        expect(placeOf(at(place))).toBe(place);
      }),
    );
  });

  it('at() spreads any run of places over the whole', () => {
    const { at } = createPermutation(1_000_000n, randomFrom(3, 0, 0));
    const tenths = new Array<number>(10).fill(0);
    for (let place = 0n; place < 10_000n; place++) tenths[Number(at(place) / 100_000n)]! += 1;
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
