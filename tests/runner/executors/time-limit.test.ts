import { expect, it } from 'vitest';
import { createTimeLimit } from '../../../runner/executors/time-limit.ts';

it('createTimeLimit() keeps what the job states, whatever backtests take', () => {
  const limit = createTimeLimit(5_000, false);
  limit.record(4_999);
  expect(limit.current).toBe(5_000);
});

it('createTimeLimit() measures where the job states nothing: 20 times the slowest, a minute at least', () => {
  const limit = createTimeLimit(600_000, true);
  expect(limit.current).toBe(600_000);
  limit.record(150);
  expect(limit.current).toBe(60_000);
  limit.record(45_000);
  limit.record(200);
  expect(limit.current).toBe(900_000);
});
