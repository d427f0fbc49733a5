import { describe, expect, it } from 'vitest';
import { hypervolume } from '../../../runner/domain/non-dominated.ts';
import type { Told } from '../../../runner/domain/sampler.ts';
import { createSpace } from '../../../runner/domain/space.ts';
import { hypervolumeSubset } from '../../../runner/samplers/hypervolume-subset.ts';
import { samplers } from '../../../runner/samplers/index.ts';
import { createFronts } from '../../../runner/samplers/tpe-fronts.ts';
import { asksOf, type Drive, driveSampler } from '../../contracts/drive-sampler.ts';

const told = (objectives: number[], status: Told['status'] = 'complete'): Told => {
  return { params: {}, status, fitness: objectives[0] ?? -Infinity, violations: {}, objectives };
};

describe('hypervolumeSubset()', () => {
  it('takes the points that dominate most together', () => {
    const front = [
      [1, 10],
      [2, 9.9],
      [6, 6],
      [9.9, 2],
      [10, 1],
    ];
    expect(hypervolumeSubset(front, 1)).toEqual([2]);
    const three = hypervolumeSubset(front, 3);
    expect(three.toSorted()).toEqual([1, 2, 3]);
    expect(hypervolumeSubset(front, 5).toSorted()).toEqual([0, 1, 2, 3, 4]);
  });

  it('is what a greedy search by definition gives', () => {
    const front = Array.from({ length: 12 }, (_, n) => [
      Math.sin(n / 8) - 2,
      Math.cos(n / 8) - 2,
      Math.sin(n * 5) - 2,
    ]);
    const reference = [0, 1, 2].map((k) => 1.1 * Math.min(...front.map((point) => point[k]!)));
    const chosen: number[] = [];
    for (let step = 0; step < 5; step++) {
      const volumes = front.map((_, n) =>
        chosen.includes(n)
          ? -1
          : hypervolume(
              [...chosen, n].map((place) => front[place]!),
              reference,
            ),
      );
      chosen.push(volumes.indexOf(Math.max(...volumes)));
    }
    expect(hypervolumeSubset(front, 5)).toEqual(chosen);
  });

  it('takes infinite values last', () => {
    const front = [
      [Infinity, -5],
      [1, 2],
      [2, 1],
    ];
    expect(hypervolumeSubset(front, 3)).toEqual([1, 2, 0]);
  });
});

describe('createFronts()', () => {
  it('best() goes front by front, then pruned ones, then by what is missed', () => {
    const fronts = createFronts(2, 10);
    fronts.add(0, told([1, 1]));
    fronts.add(1, { ...told([], 'invalid'), violations: { a: 2, b: 1 } });
    fronts.add(2, told([3, 2]));
    fronts.add(3, told([2, 3]));
    fronts.add(4, { ...told([], 'invalid'), violations: { a: 0.5 } });
    fronts.add(5, told([9, 9], 'pruned'));
    fronts.add(6, told([Number.NaN, 5]));
    expect(fronts.size).toBe(7);
    expect(fronts.best(7)).toEqual([2, 3, 6, 0, 5, 4, 1]);
    expect(fronts.best(2)).toEqual([2, 3]);
  });

  it('best() forgets none that could still be among the best', () => {
    const all: number[][] = [];
    const [few, every] = [createFronts(2, 5), createFronts(2, 1_000)];
    for (let n = 0; n < 300; n++) {
      const point = [Math.sin(n * n) + n / 200, Math.cos(n * n * 3) + n / 300];
      all.push(point);
      few.add(n, told(point));
      every.add(n, told(point));
      if (n % 7 === 0) expect(few.best(5)).toEqual(every.best(5));
    }
  });
});

describe('tpe with several objectives', () => {
  const space = createSpace(
    [
      { name: 'x', type: 'float', min: 0, max: 1 },
      { name: 'y', type: 'int', min: 0, max: 100 },
    ],
    [],
  );
  // The front: any x at y = 20.
  const evaluate: Drive['evaluate'] = ({ x, y }) => {
    const miss = Math.abs(Number(y) - 20) / 25;
    const objectives = [Number(x) - miss, 1 - Number(x) - miss];
    return { status: 'complete', fitness: objectives[0]!, objectives };
  };
  const drive = (other: Partial<Drive> = {}) =>
    driveSampler({
      factory: samplers.tpe,
      options: samplers.tpe.options.parse({ batch_size: 5 }),
      space,
      objectives: 2,
      budget: 120,
      evaluate,
      ...other,
    });

  it('ask() spreads along the front instead of climbing one objective', () => {
    const late = drive().batches.flat().slice(80);
    const near = late.filter(({ params }) => Math.abs(Number(params['y']) - 20) < 10);
    expect(near.length).toBeGreaterThan(25);
    for (const [low, high] of [
      [0, 0.3],
      [0.3, 0.7],
      [0.7, 1],
    ] as const) {
      const inside = near.filter(({ params: { x } }) => Number(x) >= low && Number(x) <= high);
      expect(inside.length).toBeGreaterThan(2);
    }
  });

  it('asks the same when rebuilt from history, and when told in another order', () => {
    const usual = asksOf(drive(), space);
    expect(asksOf(drive({ rebuild: true }), space)).toEqual(usual);
    expect(asksOf(drive({ backwards: true }), space)).toEqual(usual);
  });

  it('works where objectives could not be measured, and where nothing is valid', () => {
    const holes = drive({
      evaluate: (set, n) => (n % 3 ? evaluate(set, n) : { status: 'complete', fitness: 0 }),
    });
    expect(holes.evaluations).toBe(120);
    const missed: number[] = [];
    drive({
      evaluate: ({ y }) => {
        missed.push(Math.abs(Number(y) - 70));
        return { status: 'invalid', fitness: -Infinity, violations: { y: missed.at(-1)! } };
      },
    });
    const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
    expect(mean(missed.slice(-30))).toBeLessThan(mean(missed.slice(0, 10)) / 2);
  });
});
