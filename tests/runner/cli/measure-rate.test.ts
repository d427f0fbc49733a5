import { expect, it } from 'vitest';
import { measureRate } from '../../../runner/cli/measure-rate.ts';
import type { Executor } from '../../../runner/domain/executor.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { createSpace } from '../../../runner/domain/space.ts';
import { setupOf } from '../../fixtures/executor-under-test.ts';

/** Takes a tenth of a second for each chunk, and fails every fifth set. */
function slowExecutor(seen: ParameterSet[]): Executor {
  return {
    slots: 2,
    chunk: 10,
    start: async () => {},
    prepare: () => Promise.reject(new Error('not asked')),
    async *evaluate(requests) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      for (const { id, params } of requests) {
        seen.push(params);
        const executed = { id, slot: 1, attempt: 1, ms: 1 };
        if (id % 5 === 0) yield { ...executed, status: 'failed', error: 'no', retriable: false };
        else yield { ...executed, status: 'complete', metrics: {} };
      }
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

const space = createSpace(
  [
    { name: 'inner', type: 'int', min: 1, max: 4 },
    { name: 'outer', type: 'int', min: 1, max: 50 },
  ],
  ['inner != 3'],
);

it('measureRate() evaluates sets that stand together, and counts what fails', async () => {
  const seen: ParameterSet[] = [];
  const executor = slowExecutor(seen);
  const setup = setupOf('/data', 'idle');
  const rate = await measureRate({ executor, setup, space, sharing: ['outer'], seconds: 1 });
  expect(rate.evaluations).toBe(seen.length);
  expect(rate.failed).toBe(Math.ceil(seen.length / 5));
  // Two slots of ten sets each 100 ms, on a machine that may be busy.
  expect(rate.perSecond).toBeGreaterThan(0);
  expect(rate.perSecond).toBeLessThan(220);
  expect(seen.every((set) => space.problem(set) === null)).toBe(true);
  // The shared parameter is the slow one.
  expect(new Set(seen.slice(0, 6).map(({ outer }) => outer)).size).toBeLessThanOrEqual(3);
  expect(new Set(seen.slice(0, 6).map(({ inner }) => inner)).size).toBe(3);
});
