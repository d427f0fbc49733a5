import { expect, it } from 'vitest';
import { createBoundedLog } from '../../../runner/executors/bounded-log.ts';

it('createBoundedLog() passes text on until a window is full', () => {
  const heard: string[] = [];
  const log = createBoundedLog((text) => heard.push(text));
  log('hello\n');
  log('  \n');
  for (let line = 0; line < 100; line++) log('x'.repeat(1_000));
  expect(heard[0]).toBe('hello');
  expect(heard).not.toContain('');
  expect(heard.join('').length).toBeLessThanOrEqual(16_384);
});
