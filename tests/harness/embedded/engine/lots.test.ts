import { describe, expect, test } from 'vitest';
import { sumOfLots } from '../../../../harness/embedded/engine/lots.ts';
import { fc } from '../../../fixtures/seeded-fc.ts';

describe('sumOfLots()', () => {
  test('leaves nothing where all that was bought in parts is sold', () => {
    const lots = fc.array(fc.integer({ min: 1, max: 40_000_000_000 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(lots, (bought) => {
        const all = bought.reduce((sum, lot) => sum + lot, 0) / 1e8;
        const held = bought.reduce((sum, lot) => sumOfLots(sum, lot / 1e8, 1e-8), 0);
        expect(held).toBe(all);
        const left = bought.reduce((rest, lot) => sumOfLots(rest, -lot / 1e8, 1e-8), held);
        expect(left).toBe(0);
      }),
    );
  });

  test('keeps parts of a lot that a fee has left', () => {
    expect(sumOfLots(1.5, -0.00000000004, 1e-8)).toBe(1.49999999996);
    expect(sumOfLots(0.25, 0.5, 1)).toBe(0.75);
  });
});
