import { describe, expect, test } from 'vitest';
import { paceOf } from '../../../runner/analysis/pace.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

/** @param rows [end in seconds, fitness, milliseconds] */
function columns(rows: readonly (readonly [number, number, number?])[]) {
  return {
    at: rows.map(([end]) => 1_700_000_000_000 + end * 1_000),
    fitness: rows.map(([, fitness]) => fitness),
    ms: rows.map(([, , ms = 1_000]) => ms),
  };
}

describe('paceOf()', () => {
  test('counts from the first backtest on, in the order of ending', () => {
    const rows = [
      [3, 0.5],
      [2, 0.4],
      [4, 0.1],
      [5, 0.9],
    ] as const;
    expect(paceOf(columns(rows))).toEqual({
      seconds: 4,
      best: [
        [1, 0.4],
        [2, 0.5],
        [4, 0.9],
      ],
    });
  });

  test('leaves the time out in which the run stood still', () => {
    const rows = [
      [1, 0.1],
      [2.5, 0.2],
      [3_600, 0.3],
    ] as const;
    expect(paceOf(columns(rows))).toEqual({
      seconds: 3.5,
      best: [
        [1, 0.1],
        [2.5, 0.2],
        [3.5, 0.3],
      ],
    });
  });

  test('is empty for no evaluation, and passes over what is not valid', () => {
    expect(paceOf(columns([]))).toEqual({ seconds: 0, best: [] });
    expect(paceOf(columns([[1, Number.NEGATIVE_INFINITY]]))).toEqual({ seconds: 1, best: [] });
    expect(paceOf(columns([[1, Number.NaN]])).best).toEqual([]);
  });

  test('says the same in whatever order the evaluations stand', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: -5, max: 5 }));
    const rows = fc.uniqueArray(row, { selector: ([end]) => end, maxLength: 30 });
    fc.assert(
      fc.property(rows, (some) => {
        const sorted = some.toSorted(([a], [b]) => a - b);
        expect(paceOf(columns(some))).toEqual(paceOf(columns(sorted)));
      }),
    );
  });
});
