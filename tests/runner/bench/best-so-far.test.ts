import { describe, expect, it } from 'vitest';
import { createBestSoFar } from '../../../runner/bench/best-so-far.ts';
import { referenceFunctions } from '../../../runner/bench/functions/index.ts';
import { type Answer, valued } from '../../../runner/bench/problem.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

const one = referenceFunctions['sphere_shifted_d5']!();
const two = referenceFunctions['bnh']!();

const pair = (a: number, b: number): Answer => {
  return { status: 'complete', fitness: 0, violations: {}, objectives: [-a, -b] };
};

/** Squares of a lattice that some point dominates, for whole numbers. */
function counted(points: readonly (readonly [number, number])[]): number {
  let squares = 0;
  for (let x = 0; x < 140; x++) {
    for (let y = 0; y < 50; y++) if (points.some(([a, b]) => a <= x && b <= y)) squares++;
  }
  return squares;
}

describe('createBestSoFar()', () => {
  it('follows the least value and passes over what is not valid', () => {
    const best = createBestSoFar(one);
    const invalid: Answer = { status: 'invalid', fitness: -Infinity, violations: { c: 1 } };
    expect([
      best.add(invalid),
      best.add(valued(3)),
      best.add(valued(5)),
      best.add(valued(2)),
    ]).toEqual([Infinity, 3, 3, 2]);
  });

  it('measures the hypervolume of two objectives, in any order of finding', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 150 }), fc.integer({ min: 0, max: 55 }));
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 12 }), (points) => {
        const best = createBestSoFar(two);
        const values = points.map(([a, b]) => best.add(pair(a, b)));
        expect(values.at(-1)! + 0).toBe(-counted(points) + 0);
        expect(values).toEqual(values.toSorted((a, b) => b - a));
      }),
      { numRuns: 60 },
    );
  });

  it('stands at Infinity until something is feasible', () => {
    const best = createBestSoFar(two);
    expect(best.add(two.judge({ x1: 0, x2: 3 }))).toBe(Infinity);
    // 4·2² + 4·1² and 3² + 4²: the rectangle from there to (140, 50).
    expect(best.add(two.judge({ x1: 2, x2: 1 }))).toBe(-(140 - 20) * (50 - 25));
  });
});
