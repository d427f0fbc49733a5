import { expect, test } from 'vitest';
import { shortTicks } from '../../site/charts/short-ticks.ts';

test('shortTicks() leaves out what is zero on every tick, and no more', () => {
  expect(shortTicks(['5.000', '4.000', '−1.000'])).toEqual(['5', '4', '−1']);
  expect(shortTicks(['5.000', '4.500'])).toEqual(['5.0', '4.5']);
  expect(shortTicks(['1,200.50', '0.25'])).toEqual(['1,200.50', '0.25']);
  expect(shortTicks(['10.00%', '20.00%', ''])).toEqual(['10%', '20%', '']);
  expect(shortTicks(['100', '2,000'])).toEqual(['100', '2,000']);
  expect(shortTicks([])).toEqual([]);
});
