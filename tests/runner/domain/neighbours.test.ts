import { describe, expect, it } from 'vitest';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { randomFrom } from '../../../runner/domain/random.ts';
import { createSpace } from '../../../runner/domain/space.ts';
import { int, listAll } from './list-all.ts';

describe('createSpace() neighbours', () => {
  const chebyshev = (a: ParameterSet, b: ParameterSet): number =>
    Math.max(...Object.keys(a).map((name) => Math.abs(Number(a[name]) - Number(b[name]))));

  it('neighbours() are all valid sets within the radius, nearest changes first', () => {
    const space = createSpace([int('a', 0, 9), int('b', 0, 9), int('c', 0, 9)], ['a <= b']);
    const centre = { a: 4, b: 4, c: 0 };
    for (const radius of [1, 2, 3]) {
      const found = [...space.neighbours(centre, radius)].map(space.key);
      const wanted = listAll(space).filter(
        (set) => space.key(set) !== space.key(centre) && chebyshev(set, centre) <= radius,
      );
      expect(found.toSorted()).toEqual(wanted.map(space.key).toSorted());
    }
    const changes = [...space.neighbours(centre, 1)].map(
      (set) => Object.keys(set).filter((name) => set[name] !== centre[name as 'a']).length,
    );
    expect(changes).toEqual(changes.toSorted());
  });

  it('neighbours() of categories are all others, and conditions are applied', () => {
    const space = createSpace(
      [
        { name: 'mode', type: 'categorical', values: ['x', 'y', 'z'] },
        { ...int('k', 1, 5), when: 'mode == "z"' },
      ],
      [],
    );
    expect([...space.neighbours({ mode: 'x' }, 1)]).toEqual([
      { mode: 'y' },
      { mode: 'z', k: 3 },
      { mode: 'z', k: 2 },
      { mode: 'z', k: 4 },
    ]);
    expect([...space.neighbours({ mode: 'z', k: 1 }, 1)]).toEqual([
      { mode: 'x' },
      { mode: 'y' },
      { mode: 'z', k: 2 },
    ]);
  });

  it('neighbours() are lazy: the first of 3^60 comes at once', () => {
    const space = createSpace(
      Array.from({ length: 60 }, (_, index) => int(`p${index}`, 0, 100)),
      [],
    );
    const [first] = space.neighbours(space.draw(randomFrom(1, 1, 1)), 1);
    expect(space.problem(first as ParameterSet)).toBeNull();
  });
});
