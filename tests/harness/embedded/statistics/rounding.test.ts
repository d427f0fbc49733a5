import { describe, expect, test } from 'vitest';
import { chartRound } from '../../../../harness/embedded/statistics/rounding.ts';
import { fc } from '../../../fixtures/seeded-fc.ts';

describe('chartRound()', () => {
  test('keeps seven significant digits, four decimals of large ones and ten of small ones', () => {
    expect([1.23456789, -0.0123456789, 123.456789, 0.00001234567891].map(chartRound)).toEqual([
      1.234568, -0.01234568, 123.4568, 0.0000123457,
    ]);
  });

  test('rounds what ten decimals leave, halves to even', () => {
    // Of ten decimals this is a half; the eleventh would have said otherwise.
    expect([0.01930936502, -0.01930936502, 0.01930937498].map(chartRound)).toEqual([
      0.01930936, -0.01930936, 0.01930938,
    ]);
  });

  test('moves nothing by more than half of the last digit', () => {
    fc.assert(
      fc.property(fc.double({ min: -99, max: 900, noNaN: true }), (value) => {
        const digit = 10 ** Math.max(-10, Math.floor(Math.log10(Math.abs(value) || 1e-12)) - 6);
        expect(Math.abs(chartRound(value) - value)).toBeLessThanOrEqual(digit * 0.51 + 1e-10);
      }),
    );
  });
});
