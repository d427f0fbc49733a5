import { describe, expect, test } from 'vitest';
import { monthlyReturns } from '../../../runner/analysis/monthly-returns.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

const at = (text: string) => Date.parse(text) / 1000;

describe('monthlyReturns()', () => {
  test('compares the last value of each month with that of the month before', () => {
    const returns = monthlyReturns([
      [at('2020-11-16T15:00:00Z'), 100],
      [at('2020-11-30T15:00:00Z'), 110],
      [at('2020-12-15T15:00:00Z'), 150],
      [at('2020-12-31T15:00:00Z'), 99],
      [at('2021-02-26T15:00:00Z'), 198],
    ]);
    expect(returns.map(({ year, month }) => [year, month])).toEqual([
      [2020, 11],
      [2020, 12],
      [2021, 2],
    ]);
    expect(returns.map(({ percent }) => Math.round(percent))).toEqual([10, -10, 100]);
  });

  test('takes a sample at midnight of New York, London or Chicago for the day before', () => {
    for (const midnight of ['05:00', '04:00', '00:00', '06:00']) {
      const returns = monthlyReturns([
        [at(`2021-01-04T${midnight}:00Z`), 100],
        [at(`2021-02-01T${midnight}:00Z`), 120],
        [at(`2021-02-02T${midnight}:00Z`), 60],
      ]);
      expect(returns.map(({ month, percent }) => [month, Math.round(percent)])).toEqual([
        [1, 20],
        [2, -50],
      ]);
    }
    // A bar within the day is of its own day.
    const [first] = monthlyReturns([[at('2021-02-01T09:30:00Z'), 100]]);
    expect(first).toEqual({ year: 2021, month: 2, percent: 0 });
  });

  test('says nothing of months that start with nothing, or of no curve', () => {
    expect(monthlyReturns([])).toEqual([]);
    const ruined = monthlyReturns([
      [at('2021-01-10T12:00:00Z'), 100],
      [at('2021-01-20T12:00:00Z'), 0],
      [at('2021-02-20T12:00:00Z'), 0],
    ]);
    expect(ruined).toEqual([{ year: 2021, month: 1, percent: -100 }]);
  });

  test('compounds to the return of the whole', () => {
    const value = fc.double({ min: 1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), (values) => {
        const curve = values.map((one, day) => [day * 5 * 86_400 + 50_000, one] as const);
        const whole = monthlyReturns(curve).reduce(
          (all, { percent }) => all * (1 + percent / 100),
          1,
        );
        const wanted = (values.at(-1) ?? 1) / (values[0] ?? 1);
        expect(whole / wanted).toBeCloseTo(1, 8);
      }),
    );
  });
});
