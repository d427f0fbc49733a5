import { expect, it } from 'vitest';
import { bytesOf, createStepCache } from '../../../../harness/embedded/steps/step-cache.ts';

const NONE = new Int32Array();

it('createStepCache() drops what was not used for longest', () => {
  const cache = createStepCache(3_000);
  const [a, b, c] = [cache.nextNode(), cache.nextNode(), cache.nextNode()];
  cache.set(a, new Uint8Array(1_000), NONE);
  cache.set(b, new Uint8Array(1_000), NONE);
  cache.get(a);
  cache.set(c, new Uint8Array(1_000), NONE);
  expect([a, b, c].map((node) => cache.has(node))).toEqual([true, false, true]);
});

it('createStepCache() keeps the latest result even where it is larger than allowed', () => {
  const cache = createStepCache(10);
  const node = cache.nextNode();
  cache.set(node, new Uint8Array(1_000), NONE);
  expect(cache.has(node)).toBe(true);
});

it('createStepCache() weighs results again that tell their size', () => {
  const cache = createStepCache(3_000);
  const growing = { bytes: 10 };
  const [a, b, c] = [cache.nextNode(), cache.nextNode(), cache.nextNode()];
  cache.set(a, new Uint8Array(1_000), NONE);
  cache.set(b, growing, NONE);
  growing.bytes = 2_500;
  cache.set(c, 1, NONE);
  expect([a, b, c].map((node) => cache.has(node))).toEqual([false, true, true]);
});

it('bytesOf() counts what a result holds', () => {
  const columns = { a: new Float64Array(1_000), b: [new Int32Array(500)] };
  expect(bytesOf(columns)).toBeGreaterThanOrEqual(10_000);
  expect(bytesOf(columns)).toBeLessThan(11_000);
  const rows = Array.from({ length: 10_000 }, () => ({ x: 1, y: 2 }));
  expect(bytesOf(rows)).toBeGreaterThan(1e6);
});

it('createStepCache() keeps what others were made of, and what is pinned', () => {
  const cache = createStepCache(1_500);
  const [a, b, c, d] = [cache.nextNode(), cache.nextNode(), cache.nextNode(), cache.nextNode()];
  cache.set(a, new Uint8Array(1_000), NONE);
  cache.set(b, 1, Int32Array.of(a));
  cache.pin(b);
  cache.set(c, new Uint8Array(1_000), NONE);
  cache.set(d, new Uint8Array(1_000), NONE);
  expect([a, b, c, d].map((node) => cache.has(node))).toEqual([true, true, false, true]);
  cache.release(b);
  cache.set(c, new Uint8Array(1_000), NONE);
  expect([a, b, c, d].map((node) => cache.has(node))).toEqual([true, false, true, false]);
  cache.set(d, new Uint8Array(1_000), NONE);
  expect(cache.has(a)).toBe(false);
});
