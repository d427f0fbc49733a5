import { describe, expect, test } from 'vitest';
import { leanText } from '../../../runner/domain/lean-text.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

describe('leanText()', () => {
  test.each([
    [1e-7, '0.0000001'],
    [-1.25e-9, '-0.00000000125'],
    [1.5e21, '1500000000000000000000'],
    [0.1, '0.1'],
    [true, 'true'],
    ['1e5', '1e5'],
  ])('%j → %s', (value, text) => {
    expect(leanText(value)).toBe(text);
  });

  test('is the number itself, without an exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(leanText(value)).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(leanText(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});
