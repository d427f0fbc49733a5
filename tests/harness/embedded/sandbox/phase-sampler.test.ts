import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PHASE } from '../../../../harness/embedded/engine/phase.ts';
import { createPhaseSampler } from '../../../../harness/embedded/sandbox/phase-sampler.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('createPhaseSampler() reports what its samples stand for, and sleeps when nothing runs', () => {
  const { unknown, engine, strategy } = PHASE;
  let phases: number[] = [unknown, unknown];
  let measured = 0;
  let inStrategy = 0;
  const sampler = createPhaseSampler({
    phases: () => phases,
    report: (measuredMs, strategyMs) => {
      measured += measuredMs;
      inStrategy += strategyMs;
    },
  });
  phases = [engine, strategy];
  vi.advanceTimersByTime(1_000);
  expect([measured, inStrategy]).toEqual([0, 0]);
  sampler.wake();
  vi.advanceTimersByTime(1_000);
  expect([measured, inStrategy]).toEqual([2_000, 1_000]);
  phases = [strategy, unknown];
  vi.advanceTimersByTime(1_000);
  expect([measured, inStrategy]).toEqual([3_000, 2_000]);
  phases = [unknown, unknown];
  vi.advanceTimersByTime(10_000);
  expect(vi.getTimerCount()).toBe(0);
  expect([measured, inStrategy]).toEqual([3_000, 2_000]);
  phases = [engine, engine];
  sampler.wake();
  sampler.wake();
  vi.advanceTimersByTime(1_000);
  expect([measured, inStrategy]).toEqual([5_000, 2_000]);
});
