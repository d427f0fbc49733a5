import { describe, expect, test } from 'vitest';
import {
  decimalMean,
  decimalMeanDifference,
} from '../../../../harness/embedded/statistics/decimal-mean.ts';

/** Eight amounts, one of which is not zero. */
function eight(place: number, amount: number): number[] {
  return Array.from({ length: 8 }, (_, index) => (index === place ? amount : 0));
}

describe('decimalMean()', () => {
  test('keeps a mean unrounded', () => {
    expect(decimalMean([0.1, 0.2, 0.4])).toBeCloseTo(0.7 / 3, 15);
    expect(decimalMean([])).toBe(0);
  });

  test.each([
    // Mean in the middle of two printed ones, as .NET's decimals move it: not always to the even one.
    [0, 0.01, 0.0013],
    [5, 0.01, 0.0013],
    [6, 0.01, 0.0012],
    [0, 0.83, 0.1037],
    [6, 0.83, 0.1038],
    [1, -0.83, -0.1037],
  ])('place %i of eight with %f gives what .NET gives', (place, amount, wanted) => {
    expect(decimalMean(eight(place, amount))).toBe(wanted);
  });
});

test('decimalMeanDifference() rounds the difference, not its parts', () => {
  const profits = [
    152.23, 218.41, 423.39, 406.11, 449.3, -227.95, 111.01, -106.56, 566.99, 204.82, 154.66,
    -228.89, 412.87, 119.25, -241.57, -151.88, -323.39, 70.74, 378.62, -243.45, -70.09, 238.35,
    148.64, 550.87,
  ];
  const excursions = [
    821.55, 113.36, 414.05, 839.64, 589.68, 893.85, 477.15, 287.14, 90.06, 205.79, 245.17, 289.03,
    810.23, 659.67, 223.08, 734.18, 385.79, 393.73, 17.09, 859.14, 37.4, 553.4, 587.48, 991.05,
  ];
  expect(decimalMeanDifference(profits, excursions)).toBe(-354.4263);
  expect(decimalMeanDifference(profits, profits)).toBe(0);
});
