import { afterEach, expect, it, vi } from 'vitest';
import { createBoundedLog } from '../../../runner/executors/bounded-log.ts';

afterEach(() => void vi.restoreAllMocks());

it('createBoundedLog() passes text on until a window is full', () => {
  // All of it is said in one window, though the machine halts meanwhile.
  vi.spyOn(performance, 'now').mockReturnValue(1_000);
  const heard: string[] = [];
  const log = createBoundedLog((text) => heard.push(text));
  log('hello\n');
  log('  \n');
  for (let line = 0; line < 100; line++) log('x'.repeat(1_000));
  expect(heard[0]).toBe('hello');
  expect(heard).not.toContain('');
  expect(heard.join('').length).toBeLessThanOrEqual(16_384);
});
