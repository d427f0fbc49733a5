import { expect, test } from 'vitest';
import { stepPlot } from '../../../runner/cli/plot-text.ts';

test('stepPlot() draws a staircase between the first level and the last', () => {
  const points = [
    [1, 0],
    [3, 7],
  ] as const;
  expect(stepPlot(points, { width: 2, height: 2, end: 4 })).toBe('7 ┤⠀⠉\n0 ┤⣀⠀\n');
});

test('stepPlot() leaves a gap before the first point, and draws one level at the bottom', () => {
  expect(stepPlot([[3, 5]], { width: 2, height: 1, end: 4 })).toBe('5 ┤⠀⣀\n');
});

test('stepPlot() has nothing to draw without a finite point', () => {
  expect(stepPlot([], { width: 2, height: 1, end: 4 })).toBe('');
  expect(stepPlot([[1, Number.POSITIVE_INFINITY]], { width: 2, height: 1, end: 4 })).toBe('');
});
