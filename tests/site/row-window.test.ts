import { expect, test } from 'vitest';
import { rowsInSight } from '../../site/components/row-window.ts';
import { fc } from '../fixtures/seeded-fc.ts';

test('rowsInSight() draws all of a short list, whatever is in sight', () => {
  expect(rowsInSight(200, { top: 5_000, view: 900, row: 40 })).toEqual({ from: 0, to: 200 });
  expect(rowsInSight(0, { top: 0, view: 900, row: 0 })).toEqual({ from: 0, to: 0 });
});

test('rowsInSight() covers what is in sight and draws little more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 201, max: 100_000 }),
      fc.integer({ min: 0, max: 5_000_000 }),
      fc.integer({ min: 100, max: 4_000 }),
      fc.integer({ min: 20, max: 90 }),
      (count, scrolled, view, row) => {
        // A page scrolls no further than its end.
        const top = Math.min(scrolled, Math.max(0, count * row - view));
        const { from, to } = rowsInSight(count, { top, view, row });
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(count);
        expect(from * row).toBeLessThanOrEqual(top);
        expect(to * row).toBeGreaterThanOrEqual(Math.min(count * row, top + view));
        expect(to - from).toBeLessThanOrEqual(view / row + 80);
      },
    ),
  );
});
