import { expect, it } from 'vitest';
import { sharedCut } from '../../../runner/pipeline/shared-cut.ts';

/** Blocks of six sets: `slow` changes between them, `inner` after three, `fast` with every set. */
const sets = Array.from({ length: 24 }, (_, place) => ({
  set: { slow: Math.floor(place / 6), inner: Math.floor(place / 3) % 2, fast: place % 3 },
}));

it('sharedCut() ends where the outermost parameter changes, as late as there is room for', () => {
  const sharing = ['slow', 'inner', 'fast'];
  expect(sharedCut(sets, 6, sharing)).toBe(6);
  expect(sharedCut(sets, 8, sharing)).toBe(6);
  expect(sharedCut(sets, 17, sharing)).toBe(12);
  expect(sharedCut(sets.slice(4), 8, sharing)).toBe(8);
});

it('sharedCut() takes what room there is where a block is larger', () => {
  expect(sharedCut(sets, 5, ['slow', 'inner'])).toBe(3);
  expect(sharedCut(sets, 5, ['slow'])).toBe(5);
  expect(sharedCut(sets, 1, ['slow', 'inner', 'fast'])).toBe(1);
});

it('sharedCut() takes all where there is room for them', () => {
  expect(sharedCut(sets, 24, ['slow'])).toBe(24);
  expect(sharedCut(sets.slice(0, 5), 24, ['slow'])).toBe(5);
  expect(sharedCut([], 24, ['slow'])).toBe(0);
});
