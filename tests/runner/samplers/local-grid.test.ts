import { describe, expect, it } from 'vitest';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { Told } from '../../../runner/domain/sampler.ts';
import { createSpace } from '../../../runner/domain/space.ts';
import { samplers } from '../../../runner/samplers/index.ts';
import { driveSampler } from '../../contracts/drive-sampler.ts';

const { local_grid: localGrid } = samplers;

const space = createSpace(
  ['a', 'b'].map((name) => ({ name, type: 'int' as const, min: 0, max: 100 })),
  [],
);
const fitnessOf = ({ a, b }: ParameterSet): number =>
  -Math.abs(Number(a) - 50) - Math.abs(Number(b) - 20);
const seedAt = (a: number, b: number): Told => {
  return { params: { a, b }, status: 'complete', fitness: fitnessOf({ a, b }), violations: {} };
};

function search(options: object, seeds: readonly Told[], worth = fitnessOf) {
  const { batches, ended } = driveSampler({
    factory: localGrid,
    options: localGrid.options.parse(options),
    space,
    seeds,
    evaluate: (set) => ({ status: 'complete', fitness: worth(set) }),
  });
  return { ended, sets: batches.flat().map(({ params }) => params) };
}

describe('local_grid', () => {
  const distance = (set: ParameterSet, a: number, b: number) =>
    Math.max(Math.abs(Number(set['a']) - a), Math.abs(Number(set['b']) - b));

  it('ask() gives the rings around the best sets, the best first', () => {
    const { sets, ended } = search({ top_n: 2 }, [seedAt(40, 20), seedAt(70, 20), seedAt(0, 0)]);
    expect(sets).toHaveLength(16);
    expect(sets.slice(0, 8).every((set) => distance(set, 40, 20) === 1)).toBe(true);
    expect(sets.slice(8).every((set) => distance(set, 70, 20) === 1)).toBe(true);
    expect(ended).toBe('done');
  });

  it('ask() keeps radius and max_neighbors', () => {
    const seeds = [seedAt(40, 20)];
    expect(search({ radius: 3 }, seeds).sets).toHaveLength(48);
    const { sets } = search({ radius: 3, max_neighbors: 12 }, seeds);
    // The first 12 are those that change one parameter only.
    expect(sets.filter((set) => set['a'] === 40 || set['b'] === 20)).toHaveLength(12);
  });

  it('ask() climbs until no neighbour is better', () => {
    for (const batch_size of [1, 3, 50]) {
      const { sets, ended } = search({ climb: true, top_n: 1, batch_size }, [seedAt(40, 30)]);
      expect(sets).toContainEqual({ a: 50, b: 20 });
      expect(ended).toBe('done');
    }
  });

  it('ask() looks at all neighbours before a climb ends, however few it looks at at a time', () => {
    // Only the neighbour that changes both is better.
    const ridge = ({ a, b }: ParameterSet): number => (a === b ? Number(a) : -100);
    const seed = { ...seedAt(96, 96), fitness: 96 };
    for (const max_neighbors of [1, 3, 50]) {
      for (const batch_size of [1, 20]) {
        const options = { climb: true, max_neighbors, batch_size };
        const { sets, ended } = search(options, [seed], ridge);
        expect(sets).toContainEqual({ a: 100, b: 100 });
        const around = sets.filter((set) => distance(set, 100, 100) === 1).map(space.key);
        expect(new Set(around).size).toBe(3);
        expect(ended).toBe('done');
      }
    }
  });

  it('ask() climbs out of what misses its limits, and over no set that is pruned', () => {
    const { batches } = driveSampler({
      factory: localGrid,
      options: localGrid.options.parse({ climb: true }),
      space,
      seeds: [seedAt(3, 20)].map((seed) => ({ ...seed, status: 'invalid', violations: { a: 37 } })),
      evaluate: ({ a, b }) => {
        const missed = 40 - Number(a);
        if (missed > 0) {
          return { status: 'invalid', fitness: -Infinity, violations: { a: missed } };
        }
        if (Number(a) > 45) return { status: 'pruned', fitness: 1e9 + Number(a) };
        return { status: 'complete', fitness: fitnessOf({ a: Number(a), b: Number(b) }) };
      },
    });
    const asked = batches.flat().map(({ params }) => params);
    expect(asked).toContainEqual({ a: 45, b: 20 });
    expect(Math.max(...asked.map(({ a }) => Number(a)))).toBe(46);
  });

  it('size() of a climb is that of the grid, where there is one', () => {
    const options = localGrid.options.parse({ climb: true });
    expect(localGrid.size(options, space)).toBe(101 ** 2);
    expect(localGrid.size({ ...options, samples: 70 }, space)).toBe(70);
    const open = createSpace([{ name: 'x', type: 'float', min: 0, max: 1 }], []);
    expect(localGrid.size(options, open)).toBe(Infinity);
    expect(localGrid.size({ ...options, climb: false }, open)).toBe(153);
  });

  it('ask() starts at a random set where there is nothing to search around', () => {
    expect(search({ climb: true }, []).sets).toContainEqual({ a: 50, b: 20 });
    expect(search({}, []).sets.length).toBeGreaterThanOrEqual(4);
  });
});
