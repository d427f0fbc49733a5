import { expect, it } from 'vitest';
import { describeError } from '../../../../harness/embedded/sandbox/describe-error.ts';

it('describeError() keeps message and own frames', () => {
  const text = describeError(new RangeError('out of luck'));
  expect(text).toMatch(/^RangeError: out of luck\n/);
  expect(text).toMatch(/describe-error\.test\.ts:\d+:\d+/);
  expect(text).not.toContain('node:');
});

it.each([
  [undefined, 'The strategy threw undefined'],
  ['text', 'The strategy threw text'],
  [Object.create(null), 'The strategy threw something that has no text'],
  [Object.defineProperty(new Error('x'), 'stack', { value: 5 }), 'Error: x'],
  [
    Object.defineProperty(new Error('x'), 'stack', {
      get: () => {
        throw new Error('caught you');
      },
    }),
    'The strategy threw something that has no text',
  ],
])('describeError() finds words for %#', (thrown, expected) => {
  expect(describeError(thrown)).toBe(expected);
});

it('describeError() is bounded', () => {
  expect(describeError(new Error('x'.repeat(1e6))).length).toBeLessThan(5_000);
});
