import { expect, it } from 'vitest';
import { describeError } from '../../../../harness/embedded/sandbox/describe-error.ts';

it('describeError() keeps message and own frames', () => {
  const text = describeError(new RangeError('out of luck'));
  expect(text).toMatch(/^RangeError: out of luck\n/);
  expect(text).toMatch(/describe-error\.test\.ts:\d+:\d+/);
  expect(text).not.toContain('node:');
});

it('describeError() leaves out the frames of the engine below the strategy, not above it', () => {
  const frame = (path: string) =>
    `    at run (${new URL(`../../../../${path}`, import.meta.url).href}:1:2)`;
  const stack = (...paths: readonly string[]) =>
    Object.assign(new Error('x'), { stack: ['Error: x', ...paths.map(frame)].join('\n') });
  const called = stack(
    'harness/embedded/leantune.ts',
    'harness/embedded/strategies/sma-cross.ts',
    'harness/embedded/backtest.ts',
  );
  expect(describeError(called).split('\n')).toHaveLength(3);
  const own = stack('harness/embedded/backtest.ts', 'harness/embedded/engine/book.ts');
  expect(describeError(own).split('\n')).toHaveLength(3);
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
