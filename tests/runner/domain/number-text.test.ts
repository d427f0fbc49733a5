import { describe, expect, it } from 'vitest';
import {
  bytesText,
  countText,
  durationText,
  manyText,
  rateText,
  shareText,
  valueText,
} from '../../../runner/domain/number-text.ts';

describe('countText()', () => {
  it('separates thousands', () => {
    expect([countText(0), countText(611), countText(679_140n)]).toEqual(['0', '611', '679,140']);
  });
});

describe('manyText()', () => {
  it('says one or several', () => {
    expect([manyText(1, 'run'), manyText(2_000, 'run'), manyText(0, 'study', 'studies')]).toEqual([
      '1 run',
      '2,000 runs',
      '0 studies',
    ]);
  });
});

describe('valueText()', () => {
  it.each([
    [0, '0'],
    [1.84123, '1.841'],
    [-0.00012346, '-0.0001235'],
    [0.0000012345, '1.23e-6'],
    [12345.678, '12,346'],
    [40, '40'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
    [Number.NaN, 'n/a'],
  ])('shows %d as %s', (value, text) => {
    expect(valueText(value)).toBe(text);
  });
});

describe('shareText()', () => {
  it.each([
    [611n, 679_140n, '0.09 %'],
    [0n, 10n, '0 %'],
    [10n, 10n, '100 %'],
    [15n, 10n, '100 %'],
    [1n, 3n, '33.3 %'],
    [9_999_999n, 10_000_000n, '99.99 %'],
    [1n, 10n ** 30n, '< 0.000001 %'],
    [1n, 0n, 'n/a'],
  ])('shows %d of %d as %s', (part, whole, text) => {
    expect(shareText(part, whole)).toBe(text);
  });

  it('keeps small shares in decimals', () => {
    expect(shareText(1n, 100_000_000n)).toBe('0.000001 %');
    expect(shareText(1n, 200_000_000n)).toBe('< 0.000001 %');
  });
});

describe('rateText()', () => {
  it.each([
    [3.82, '3.8/s'],
    [12_400.4, '12,400/s'],
    [0.02, '1.2/min'],
    [0, 'n/a'],
    [Number.POSITIVE_INFINITY, 'n/a'],
  ])('shows %d a second as %s', (rate, text) => {
    expect(rateText(rate)).toBe(text);
  });
});

describe('bytesText()', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 KB'],
    [1_234_567, '1.23 MB'],
    [2e13, '20 TB'],
  ])('shows %d bytes as %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});

describe('durationText()', () => {
  it.each([
    [0.42, '0.4 s'],
    [9.96, '10.0 s'],
    [59.6, '1 min'],
    [160, '2 min 40 s'],
    [3599.9, '1 h'],
    [316_980, '88 h 3 min'],
    [86_400 * 12, '12 days'],
    [86_400 * 365.25 * 4100, '4,100 years'],
    [Number.POSITIVE_INFINITY, 'n/a'],
  ])('shows %d seconds as %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});
