import { describe, expect, test } from 'vitest';
import { thinCurve } from '../../../runner/report/page/thin-curve.ts';
import { numberTicks, timeTicks } from '../../../runner/report/page/ticks.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

describe('thinCurve()', () => {
  test('keeps ends, order, the lowest and the highest', () => {
    const curves = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), {
      minLength: 1,
      maxLength: 400,
    });
    fc.assert(
      fc.property(curves, fc.integer({ min: 4, max: 60 }), (values, most) => {
        const points = values.map((value, at) => [at, value] as const);
        const thin = thinCurve(points, most);
        expect(thin.length).toBeLessThanOrEqual(Math.max(most, Math.min(values.length, most)));
        expect([thin[0], thin.at(-1)]).toEqual([points[0], points.at(-1)]);
        expect(thin.map(([at]) => at)).toEqual(thin.map(([at]) => at).toSorted((a, b) => a - b));
        const own = thin.map(([, value]) => value);
        expect([Math.min(...own), Math.max(...own)]).toEqual([
          Math.min(...values),
          Math.max(...values),
        ]);
      }),
    );
  });
});

describe('numberTicks()', () => {
  test.each([
    [0, 1, ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']],
    [-17.4, 0, ['-15', '-10', '-5', '0']],
    [95_000, 235_000, ['100,000', '150,000', '200,000']],
    [0.00012, 0.00018, ['0.00012', '0.00014', '0.00016', '0.00018']],
    [5, 5, ['5']],
    [1e9, 1e9 + 1e-6, ['1,000,000,000']],
  ])('%d to %d', (low, high, texts) => {
    expect(numberTicks(low, high).map(({ text }) => text)).toEqual(texts);
  });

  test('are inside, ascending and few', () => {
    const ends = fc.tuple(
      fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
      fc.double({ noNaN: true, min: 1e-12, max: 1e9 }),
    );
    fc.assert(
      fc.property(ends, ([low, wide]) => {
        const ticks = numberTicks(low, low + wide);
        expect(ticks.length).toBeLessThan(12);
        for (const { at } of ticks) {
          expect(at).toBeGreaterThanOrEqual(low);
          expect(at).toBeLessThanOrEqual(low + wide);
        }
      }),
    );
  });
});

describe('timeTicks()', () => {
  const seconds = (day: string) => Date.parse(day) / 1000;
  test.each([
    ['2000-01-03', '2015-12-31', ['2002', '2004', '2006', '2008', '2010', '2012', '2014']],
    ['2018-02-01', '2019-01-15', ['2018-04', '2018-07', '2018-10', '2019-01']],
    ['2018-02-01', '2018-05-15', ['2018-02', '2018-03', '2018-04', '2018-05']],
  ])('%s to %s', (from, to, texts) => {
    const ticks = timeTicks(seconds(from), seconds(to));
    expect(ticks.map(({ text }) => text)).toEqual(texts);
  });
});
