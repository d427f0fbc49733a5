import { describe, expect, test } from 'vitest';
import type { Told } from '../../../runner/domain/sampler.ts';
import { createSpace } from '../../../runner/domain/space.ts';
import { createEvaluationCache, keyOf } from '../../../runner/pipeline/evaluation-cache.ts';
import { PointTable } from '../../../runner/pipeline/point-table.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

const space = createSpace(
  [
    { name: 'fast', type: 'int', min: 1, max: 40 },
    { name: 'slow', type: 'int', min: 10, max: 90, step: 10 },
    { name: 'mode', type: 'categorical', values: ['long', 'short'] },
  ],
  ['fast < slow'],
);

const statuses = ['complete', 'invalid', 'failed', 'pruned'] as const;

const told: fc.Arbitrary<Told> = fc
  .record({
    point: fc.nat(719),
    status: fc.constantFrom(...statuses),
    fitness: fc.constantFrom(-1, 0, 0.5, 1, 1.5),
    violations: fc.constantFrom({}, {}, { drawdown: 2 }),
    objectives: fc.constantFrom(undefined, undefined, [1, 2]),
  })
  .map(({ point, objectives, ...rest }) => {
    const params = space.at(point) ?? { fast: 1, slow: 10, mode: 'long' };
    return { params, ...rest, ...(objectives !== undefined && { objectives }) };
  });

describe('createEvaluationCache()', () => {
  test('answers the same whether the grid gives parameters back or not', () => {
    const property = fc.property(fc.array(told, { maxLength: 60 }), (all) => {
      const [plain, compact] = [createEvaluationCache(), createEvaluationCache(space)];
      for (const [id, one] of all.entries()) {
        const key = keyOf(space, one.params);
        // A set is evaluated once.
        if (plain.find(key) !== undefined) continue;
        plain.add(key, id, one);
        compact.add(key, id, one);
      }
      expect(compact.size).toBe(plain.size);
      expect(compact.best()).toEqual(plain.best());
      for (let point = 0; point < 720; point++) {
        expect(compact.find(point)).toEqual(plain.find(point));
      }
    });
    fc.assert(property, { numRuns: 50 });
  });

  test('gives the best 1,000 of more, the older of equals first', () => {
    const wide = createSpace([{ name: 'x', type: 'int', min: 0, max: 9_999 }], []);
    const cache = createEvaluationCache(wide);
    for (let id = 1; id <= 10_000; id++) {
      const params = { x: (id * 7_919) % 10_000 };
      const fitness = Math.floor(id / 7) % 500;
      const status = id % 3 === 0 ? 'invalid' : 'complete';
      cache.add(keyOf(wide, params), id, { params, status, fitness, violations: {} });
    }
    const best = cache.best();
    expect(best.length).toBe(1_000);
    expect(best.every(({ status }) => status === 'complete')).toBe(true);
    const ids = best.map(({ params }) => cache.find(keyOf(wide, params))?.id ?? -1);
    const ranked = Array.from({ length: 10_000 }, (_, place) => place + 1)
      .filter((id) => id % 3 !== 0)
      .sort((a, b) => (Math.floor(b / 7) % 500) - (Math.floor(a / 7) % 500) || a - b);
    expect(ids).toEqual(ranked.slice(0, 1_000));
  });

  test('knows what earlier runs of the study have made, before its own', () => {
    const cache = createEvaluationCache(space);
    const params = space.at(3) ?? {};
    const first: Told = { params, status: 'complete', fitness: 2, violations: {} };
    cache.adopt(3, { id: 9, from: 'run/SPY#9', told: first });
    cache.adopt(3, { id: 10, from: 'run/SPY#10', told: first });
    expect(cache.find(3)).toEqual({ id: 9, from: 'run/SPY#9', told: first });
    expect([cache.adopted, cache.size]).toEqual([1, 1]);
  });
});

describe('PointTable', () => {
  test('holds what a map holds, also of points beyond 32 bits', () => {
    const points = fc.oneof(
      fc.nat(50),
      fc.maxSafeNat(),
      fc.nat(50).map((n) => n * 2 ** 32),
    );
    const property = fc.property(
      fc.array(fc.tuple(points, fc.nat()), { maxLength: 3_000 }),
      (rows) => {
        const [map, table] = [new Map<number, number>(), new PointTable()];
        for (const [point, id] of rows) {
          map.set(point, id);
          table.set(point, { id, status: 'invalid', fitness: id / 3 });
        }
        expect(table.size).toBe(map.size);
        const found = [...table.rows()].map(({ point, id }) => [point, id] as const);
        expect(new Map(found)).toEqual(map);
        for (const [point, id] of map) {
          expect(table.get(point)).toEqual({ id, status: 'invalid', fitness: id / 3 });
        }
        for (const absent of [7, 2 ** 40, Number.MAX_SAFE_INTEGER - 1]) {
          expect(table.get(absent)?.id).toBe(map.get(absent));
        }
      },
    );
    fc.assert(property, {
      numRuns: 30,
      examples: [[Array.from({ length: 2_000 }, (_, n) => [n, n])]],
    });
  });
});
