import { describe, expect, it } from 'vitest';
import {
  crowdingDistances,
  hypervolume,
  nonDominatedRanks,
} from '../../../runner/domain/non-dominated.ts';
import { randomFrom } from '../../../runner/domain/random.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

const dominates = (a: readonly number[], b: readonly number[]) =>
  a.every((value, k) => value >= b[k]!) && a.some((value, k) => value > b[k]!);

/** By definition: peel off what nothing left dominates. */
function peeled(points: readonly (readonly number[])[]): number[] {
  const ranks = points.map(() => -1);
  for (let rank = 0; ranks.includes(-1); rank++) {
    const left = [...points.keys()].filter((n) => ranks[n] === -1);
    const front = left.filter((n) => !left.some((other) => dominates(points[other]!, points[n]!)));
    for (const n of front) ranks[n] = rank;
  }
  return ranks;
}

const pointsOf = (objectives: number) =>
  fc.array(fc.tuple(...Array.from({ length: objectives }, () => fc.integer({ min: -3, max: 4 }))), {
    maxLength: 40,
  });

describe('nonDominatedRanks()', () => {
  it.each([1, 2, 3, 4])('is what peeling gives (%i objectives)', (objectives) => {
    fc.assert(
      fc.property(pointsOf(objectives), (points) => {
        expect([...nonDominatedRanks(points)]).toEqual(peeled(points));
      }),
    );
  });

  it('takes NaN for the worst, infinities for what they are', () => {
    const points = [
      [1, Number.NaN],
      [1, 0],
      [-Infinity, Infinity],
      [Number.NaN, Number.NaN],
    ];
    expect([...nonDominatedRanks(points)]).toEqual([1, 0, 0, 2]);
  });
});

describe('crowdingDistances()', () => {
  it('is the distance of the neighbours, by the range of each objective', () => {
    const front = [
      [4, 0],
      [0, 10],
      [3, 2],
      [1, 6],
    ];
    // [3, 2]: (4 − 1) / 4 + (6 − 0) / 10; [1, 6]: (3 − 0) / 4 + (10 − 2) / 10
    expect([...crowdingDistances(front)]).toEqual([Infinity, Infinity, 1.35, 1.55]);
  });

  it('takes equal values and infinities', () => {
    expect([...crowdingDistances([])]).toEqual([]);
    expect([...crowdingDistances([[1, 1]])]).toEqual([Infinity]);
    const flat = crowdingDistances([
      [1, 5],
      [1, 5],
      [1, 5],
    ]);
    expect(flat.some(Number.isNaN)).toBe(false);
    const endless = crowdingDistances([
      [1, -Infinity],
      [0, 3],
      [-1, Infinity],
    ]);
    expect(endless.some(Number.isNaN)).toBe(false);
  });
});

describe('hypervolume()', () => {
  it('of two objectives', () => {
    const points = [
      [1, 3],
      [3, 1],
      [2, 2],
      [1, 1],
      [-5, 9],
    ];
    expect(hypervolume(points, [0, 0])).toBe(6);
    expect(hypervolume([], [0, 0])).toBe(0);
    expect(hypervolume([[-1, 5]], [0, 0])).toBe(0);
  });

  it('of three objectives', () => {
    const points = [
      [2, 1, 1],
      [1, 2, 1],
      [1, 1, 2],
      [2, 1, 1],
    ];
    expect(hypervolume(points, [0, 0, 0])).toBe(4);
  });

  it.each([2, 3, 4])('is the share of points below (%i objectives, by counting cells)', (m) => {
    const random = randomFrom(m, 0, 0);
    for (let round = 0; round < 20; round++) {
      const points = Array.from({ length: 8 }, () =>
        Array.from({ length: m }, () => Math.floor(random() * 5)),
      );
      let cells = 0;
      for (let index = 0; index < 5 ** m; index++) {
        const cell = Array.from({ length: m }, (_, k) => Math.floor(index / 5 ** k) % 5);
        if (points.some((point) => point.every((value, k) => value > cell[k]!))) cells++;
      }
      expect(hypervolume(points, new Array(m).fill(0))).toBe(cells);
    }
  });
});
