import { describe, expect, test } from 'vitest';
import { waitAfter } from '../../site/data/paced-draw.ts';

describe('waitAfter()', () => {
  test('leaves the screen alone for fifty times what a drawing took, and news move on anyway', () => {
    expect(waitAfter(0)).toBe(0);
    expect(waitAfter(4)).toBe(200);
    expect(waitAfter(20)).toBe(1_000);
    expect(waitAfter(2_000)).toBe(1_500);
  });
});
