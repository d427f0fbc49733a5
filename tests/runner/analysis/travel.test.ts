import { describe, expect, test } from 'vitest';
import { travelOf } from '../../../runner/analysis/travel.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

describe('travelOf()', () => {
  test('ranks sets by their places on the other symbols', () => {
    const sets = ['A', 'B', 'C'];
    const fitness = [
      [10, 1, null],
      [8, 4, 1],
      [2, 2, 2],
    ];
    const travel = travelOf({ sets, symbols: sets, fitness });
    expect(travel.map(({ symbol, place }) => [symbol, place])).toEqual([
      ['B', 2],
      ['C', 2.5],
      ['A', 3],
    ]);
    expect(travel[0]).toEqual({
      symbol: 'B',
      place: 2,
      valid: 2,
      others: 2,
      median: 4.5,
      worst: 1,
      // 8 of A's 10, 1 of C's 2.
      kept: 0.65,
    });
    expect(travel[2]).toMatchObject({ valid: 1, others: 2, median: 1, worst: 1, kept: 0.125 });
  });

  test('has nothing to say of sets that are valid nowhere else, or whose rivals are not above 0', () => {
    const [first, second] = travelOf({
      sets: ['A', 'B'],
      symbols: ['A', 'B'],
      fitness: [
        [1, null],
        [-1, -2],
      ],
    });
    expect(first).toMatchObject({ symbol: 'B', valid: 1, median: -1, kept: -1 });
    expect(second).toMatchObject({ symbol: 'A', valid: 0, median: null, worst: null, kept: null });
  });

  test('counts symbols that have no set of their own', () => {
    const [only] = travelOf({ sets: ['A'], symbols: ['A', 'B'], fitness: [[1, 2]] });
    expect(only).toMatchObject({ others: 1, valid: 1, place: 1, median: 2, kept: null });
  });

  test('places of equals are shared, so that all places add up whatever the values', () => {
    const value = fc.option(fc.integer({ min: -3, max: 3 }), { nil: null });
    const square = fc.integer({ min: 2, max: 6 }).chain((size) =>
      fc.array(fc.array(value, { minLength: size, maxLength: size }), {
        minLength: size,
        maxLength: size,
      }),
    );
    fc.assert(
      fc.property(square, (fitness) => {
        const names = fitness.map((_, place) => String(place));
        const travel = travelOf({ sets: names, symbols: names, fitness });
        expect(travel.map(({ symbol }) => symbol).toSorted()).toEqual(names.toSorted());
        const places = travel.map(({ place }) => place);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        for (const { place, valid, others } of travel) {
          expect(place).toBeGreaterThanOrEqual(1);
          expect(place).toBeLessThanOrEqual(names.length);
          expect(valid).toBeLessThanOrEqual(others);
        }
      }),
    );
  });
});
