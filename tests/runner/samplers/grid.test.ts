import { describe, expect, it } from 'vitest';
import { InputError } from '../../../runner/domain/errors.ts';
import { randomFrom } from '../../../runner/domain/random.ts';
import { createSpace, type Space } from '../../../runner/domain/space.ts';
import { samplers } from '../../../runner/samplers/index.ts';
import { driveSampler } from '../../contracts/drive-sampler.ts';

const { grid } = samplers;

const space = createSpace(
  [
    { name: 'a', type: 'int', min: 1, max: 30 },
    { name: 'b', type: 'int', min: 1, max: 30 },
    { name: 'mode', type: 'categorical', values: ['x', 'y'] },
    { name: 'k', type: 'int', min: 1, max: 4, when: 'mode == "y"' },
  ],
  ['a < b'],
);

function visited(shuffle: boolean, seed = 1, of: Space = space): string[] {
  const driven = driveSampler({
    factory: grid,
    options: grid.options.parse({ shuffle }),
    space: of,
    seed,
    evaluate: () => ({ status: 'complete', fitness: 0 }),
    most: 100,
  });
  return driven.batches.flat().map(({ params }) => of.key(params));
}

describe('grid', () => {
  it('ask() visits every valid set exactly once', () => {
    for (const shuffle of [true, false]) {
      const sets = visited(shuffle);
      expect(sets).toHaveLength(435 * 5);
      expect(new Set(sets).size).toBe(sets.length);
    }
    expect(grid.size(grid.options.parse({}), space)).toBe(435 * 5);
  });

  it('ask() goes in order or in an order of the seed', () => {
    expect(visited(false).slice(0, 3)).toEqual(
      [{ mode: 'x' }, { mode: 'y', k: 1 }, { mode: 'y', k: 2 }].map((rest) =>
        space.key({ a: 1, b: 2, ...rest }),
      ),
    );
    expect(visited(true)).not.toEqual(visited(false));
    expect(visited(true, 2)).not.toEqual(visited(true));
    expect(visited(true).toSorted()).toEqual(visited(true, 2).toSorted());
  });

  it('ask() takes from the middle of a grid beyond 2^53 points without building it', () => {
    const huge = createSpace(
      Array.from({ length: 12 }, (_, index) => ({
        name: `p${index}`,
        type: 'int' as const,
        min: 1,
        max: 1000,
      })),
      [],
    );
    const create = (history: never[]) =>
      grid.create({
        space: huge,
        symbol: 'SPY',
        options: grid.options.parse({}),
        budget: 10,
        seeds: [],
        randomAt: (n) => randomFrom(1, 0, n),
        history,
      });
    const sampler = create([]);
    const first = sampler.ask(50);
    expect(new Set(first.map(huge.key)).size).toBe(50);
    const history = [first.map((params) => ({ params }))] as never[];
    expect(create(history).ask(50)).toEqual(sampler.ask(50));
  });

  it('size() refuses continuous parameters by name', () => {
    const open = createSpace([{ name: 'x', type: 'float', min: 0, max: 1 }], []);
    expect(() => grid.size(grid.options.parse({}), open)).toThrow(InputError);
    expect(() => grid.size(grid.options.parse({}), open)).toThrow('parameters[0].step');
  });
});
