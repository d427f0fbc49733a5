import { describe, expect, it } from 'vitest';
import { InputError } from '../../../runner/domain/errors.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { randomFrom } from '../../../runner/domain/random.ts';
import { createSpace, type ParameterDefinition } from '../../../runner/domain/space.ts';
import { int } from './list-all.ts';

describe('createSpace() sets', () => {
  const space = createSpace(
    [
      int('fast', 5, 40, 5),
      int('slow', 10, 200, 10),
      { name: 'threshold', type: 'float', min: 0, max: 0.4, step: 0.1 },
      { name: 'filter', type: 'boolean' },
      { ...int('length', 2, 9), when: 'filter' },
      { name: 'mode', type: 'categorical', values: ['a', 'b', 3] },
      { name: 'decay', type: 'float', min: 0.001, max: 10, log: true },
    ],
    ['fast < slow', 'length != 5'],
  );

  it('draw() keeps bounds, steps, rules and conditions', () => {
    for (let n = 0; n < 2_000; n++) {
      expect(space.problem(space.draw(randomFrom(1, 0, n)))).toBeNull();
    }
  });

  it('draw() finds the few sets that a tight rule leaves', () => {
    const tight = createSpace(
      [int('a', 1, 500), int('b', 1, 500), int('free', 1, 3)],
      ['a * b == 249001'],
    );
    expect(tight.size).toBe(3n);
    expect(tight.draw(randomFrom(1, 2, 3))).toMatchObject({ a: 499, b: 499 });
  });

  it('draw() finds a set where rules leave 4 of 43 million', () => {
    const sparse = createSpace(
      [int('a', 1, 350), int('b', 1, 350), int('c', 1, 350)],
      ['a * b == 346', 'c == a + 4'],
    );
    expect(sparse.size).toBe(4n);
    for (let n = 0; n < 3; n++) expect(sparse.problem(sparse.draw(randomFrom(1, 0, n)))).toBeNull();
    expect(() => createSpace([int('a', 1, 9999), int('b', 1, 9999)], ['a + b > 20000'])).toThrow(
      'found none',
    );
  });

  it('fromUnit() of toUnit() is the set itself', () => {
    for (let n = 0; n < 500; n++) {
      const set = space.draw(randomFrom(2, 0, n));
      expect(space.fromUnit(space.toUnit(set))).toEqual(set);
    }
  });

  it('key() does not depend on the order of keys and tells sets apart', () => {
    const set = space.draw(randomFrom(3, 0, 0));
    const turned = Object.fromEntries(Object.entries(set).reverse());
    expect(space.key(turned)).toBe(space.key(set));
    expect(space.key({ ...set, mode: 3 })).not.toBe(space.key({ ...set, mode: '3' }));
  });

  it('problem() names what is wrong', () => {
    const set = { ...space.draw(randomFrom(3, 0, 0)), filter: false } as ParameterSet;
    const { length: _, ...off } = set;
    expect(space.problem({ ...off, other: 1 })).toContain('"other"');
    expect(space.problem({ ...off, length: 3 })).toContain('condition');
    expect(space.problem({ ...off, filter: true })).toContain('"length" is missing');
    expect(space.problem({ ...off, threshold: 0.30000000000000004 })).toContain(
      '0.30000000000000004',
    );
    expect(space.problem({ ...off, fast: 40, slow: 10 })).toContain('fast < slow');
    expect(space.problem({ ...off, fast: Number.NaN })).toContain('"fast"');
  });

  it('repair() changes only what broken rules couple', () => {
    const set = { ...space.draw(randomFrom(4, 0, 0)), fast: 40, slow: 20 };
    const repaired = space.repair(set, randomFrom(4, 0, 1));
    expect(space.problem(repaired)).toBeNull();
    expect({ ...repaired, fast: 40, slow: 20 }).toEqual(set);
  });
});

describe('createSpace() input', () => {
  const problemsOf = (parameters: unknown[], rules: string[] = []): string[] => {
    try {
      createSpace(parameters as ParameterDefinition[], rules);
    } catch (error) {
      if (error instanceof InputError) return error.problems.map(({ path }) => path);
      throw error;
    }
    return [];
  };

  it.each([
    ['parameters[0].max', [int('a', 5, 4)], []],
    ['parameters[0].step', [int('a', 1, 4, 0)], []],
    ['parameters[0].step', [int('a', 1, 4, -1)], []],
    ['parameters[0].step', [int('a', 1, 4, 0.5)], []],
    ['parameters[0].min', [int('a', Number.NaN, 4)], []],
    ['parameters[0].min', [int('a', 0.5, 4)], []],
    ['parameters[0].max', [{ name: 'a', type: 'float', min: 0, max: Infinity }], []],
    ['parameters[0].min', [{ name: 'a', type: 'float', min: 0, max: 1, log: true }], []],
    ['parameters[0].step', [{ name: 'a', type: 'float', min: 0, max: 1e30, step: 0.1 }], []],
    ['parameters[0].step', [{ name: 'a', type: 'float', min: 1e20, max: 1e20 + 1e6, step: 1 }], []],
    ['parameters[1].name', [int('a', 1, 4), int('a', 1, 4)], []],
    ['parameters[0].name', [int('', 1, 4)], []],
    ['parameters[0].name', [int('a\nb', 1, 4)], []],
    ['parameters[0].name', [int('__proto__', 1, 4)], []],
    ['parameters[0].values', [{ name: 'a', type: 'int', values: [] }], []],
    ['parameters[0].values[2]', [{ name: 'a', type: 'int', values: [1, 2, 2] }], []],
    ['parameters[0].values[1]', [{ name: 'a', type: 'float', values: [1, NaN] }], []],
    ['parameters[0].values[1]', [{ name: 'a', type: 'categorical', values: ['x', 'x'] }], []],
    ['parameters[0].when', [{ ...int('a', 1, 4), when: 'b > 1' }, int('b', 1, 4)], []],
    ['rules[1]', [int('a', 1, 4)], ['a > 1', 'a > b']],
    ['rules[0]', [int('a', 1, 4)], ['1 < 2']],
    ['rules', [int('a', 1, 4)], ['a > 4']],
  ])('refuses %s', (path, parameters, rules) => {
    expect(problemsOf(parameters, rules as string[])).toEqual([path]);
  });

  it('takes names that objects inherit, and names with signs in them', () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'a,b', 'c:d', 'ema-fast', 'ü'];
    const parameters = names.map((name) => ({ ...int(name, 0, 3), when: 'on' }));
    const space = createSpace(
      [{ name: 'on', type: 'boolean' }, ...parameters],
      ['`a,b` <= ema-fast', 'constructor <= toString'],
    );
    const off = { on: false };
    expect(space.problem(off)).toBeNull();
    expect(space.fromUnit(space.toUnit(off))).toEqual(off);
    for (let n = 0; n < 100; n++) {
      const set = space.draw(randomFrom(9, 9, n));
      expect(space.problem(set)).toBeNull();
      expect(space.problem(JSON.parse(JSON.stringify(set)))).toBeNull();
    }
  });

  it('takes a space without parameters: its one set is empty', () => {
    const space = createSpace([], []);
    expect(space.size).toBe(1n);
    expect(space.draw(randomFrom(1, 1, 1))).toEqual({});
  });
});
