import { describe, expect, it } from 'vitest';
import { createSpace, type ParameterDefinition } from '../../../runner/domain/space.ts';
import { fc } from '../../fixtures/seeded-fc.ts';
import { int, listAll } from './list-all.ts';

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
