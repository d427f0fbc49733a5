import { describe, expect, it } from 'vitest';
import { InputError } from '../../../runner/domain/errors.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { randomFrom } from '../../../runner/domain/random.ts';
import { createSpace, type ParameterDefinition } from '../../../runner/domain/space.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

const int = (name: string, min: number, max: number, step = 1): ParameterDefinition => ({
  name,
  type: 'int',
  min,
  max,
  step,
});

function listAll(space: ReturnType<typeof createSpace>): ParameterSet[] {
  const sets: ParameterSet[] = [];
  for (let index = 0n; index < (space.gridSize ?? 0n); index++) {
    const set = space.at(index);
    if (set !== null) sets.push(set);
  }
  return sets;
}

/** The grids of the Initial Balance strategy: every list crossed with every other. */
function initialBalance(lists: Record<string, readonly (number | string | boolean)[]>) {
  const parameters = Object.entries(lists).map(([name, values]): ParameterDefinition => {
    if (values.every((value) => typeof value === 'number')) return { name, type: 'float', values };
    return { name, type: 'categorical', values };
  });
  const first = lists['tsl_sl']?.[0];
  return createSpace(parameters, [
    'tsl_target == 0 or tsl_sl <= tsl_target',
    `tsl_target != 0 or tsl_sl == ${first}`,
  ]);
}

describe('createSpace() sizes', () => {
  it('size counts the standard Initial Balance grid as 34,560 sets', () => {
    const space = initialBalance({
      ib_window: ['08:00-08:30', '08:00-09:00', '09:00-09:30'],
      ib_wait_minutes: [0, 15],
      trade_window_minutes: [60, 90, 120],
      rr_target: [0.5, 1, 1.5, 2],
      stop_mode: ['ib_start', 'eq'],
      tsl_target: [0, 0.5, 1, 1.5],
      tsl_sl: [0.5, 1],
      min_sl_pct: [0.001],
      rev_rb_enabled: [true, false],
      rev_rb_pct: [0.5],
      ib_buffer_pct: [0.05, 0.1, 0.15, 0.2, 0.25],
      max_distance_pct: [0.5, 0.75, 1, 1.25],
    });
    expect(space.size).toBe(34_560n);
    expect(listAll(space)).toHaveLength(34_560);
  });

  it('size counts the expanded Initial Balance grid as 1,478,400 sets', () => {
    const space = initialBalance({
      ib_window: ['08:00-08:30', '08:00-09:00', '09:00-09:30'],
      ib_wait_minutes: [0, 10, 15, 20],
      trade_window_minutes: [40, 60, 90, 120, 150, 180, 210, 240],
      rr_target: [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2],
      stop_mode: ['ib_start', 'eq'],
      tsl_target: [0, 0.5, 0.75, 1, 1.25, 1.5, 2],
      tsl_sl: [0.5, 0.75, 1, 1.25, 1.5, 2],
      min_sl_pct: [0.0015],
      rev_rb_enabled: [true, false],
      rev_rb_pct: [1],
      ib_buffer_pct: [0, 0.05, 0.1, 0.15, 0.2],
      max_distance_pct: [0.5, 0.75, 1, 1.25, 1.5],
    });
    expect(space.size).toBe(1_478_400n);
  });

  it('size of a grid beyond 1e30 is exact and does not build it', () => {
    const space = createSpace(
      Array.from({ length: 12 }, (_, index) => int(`p${index}`, 1, 1000)),
      ['p0 < p1', 'p1 < p2'],
    );
    expect(space.gridSize).toBe(10n ** 36n);
    expect(space.size).toBe(((1000n * 999n * 998n) / 6n) * 10n ** 27n);
    expect(space.at(10n ** 36n - 1n)).toBeNull();
    expect(space.at(10n ** 30n + 2n * 10n ** 27n)).toMatchObject({ p0: 1, p1: 2, p2: 3, p11: 1 });
  });

  it('size of a million parameters is exact', () => {
    const space = createSpace(
      Array.from({ length: 1_000_000 }, (_, index) => int(`p${index}`, 0, 1)),
      ['p0 <= p999999'],
    );
    expect(space.gridSize).toBe(2n ** 1_000_000n);
    expect(space.size).toBe(3n * 2n ** 999_998n);
  });

  it('size is null where continuous, and where rules couple too much to count', () => {
    expect(createSpace([{ name: 'x', type: 'float', min: 0, max: 1 }], []).size).toBeNull();
    const names = Array.from({ length: 6 }, (_, index) => int(`p${index}`, 1, 10_000));
    expect(createSpace(names, ['p0 + p1 + p2 + p3 + p4 > p5']).size).toBeNull();
  });

  it('size is what listing the grid finds, with rules and conditions', () => {
    const values = fc.integer({ min: 1, max: 4 });
    const operator = fc.constantFrom('<', '<=', '!=', '==');
    fc.assert(
      fc.property(values, values, values, operator, operator, (a, b, c, first, second) => {
        const space = createSpace(
          [
            { name: 'mode', type: 'categorical', values: ['x', 'y', 'z'] },
            int('a', 0, a),
            { ...int('b', 0, b), when: 'mode == "x" or a > 1' },
            { ...int('c', 0, c), when: 'b > 0' },
            { name: 'free', type: 'boolean' },
          ],
          [`b ${first} a or mode == 'x'`, `a ${second} c or not free`, 'a < 100'],
        );
        const sets = listAll(space);
        expect(space.size).toBe(BigInt(sets.length));
        expect(new Set(sets.map(space.key)).size).toBe(sets.length);
        expect(sets.every((set) => space.problem(set) === null)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

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
