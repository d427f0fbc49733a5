import { expect, it } from 'vitest';
import type { BacktestRequest, Executor } from '../../../runner/domain/executor.ts';
import { retrying } from '../../../runner/executors/retrying.ts';
import { outcomesOf, requestsOf, setupOf } from '../../fixtures/executor-under-test.ts';

/** Fails as often as the set says, with a fault that is retriable or not. */
function failing(): Executor & { readonly calls: number[][] } {
  const tries = new Map<number, number>();
  const calls: number[][] = [];
  return {
    slots: 1,
    chunk: 5,
    calls,
    start: async () => {},
    prepare: () => Promise.reject(new Error('not here')),
    async *evaluate(requests: readonly BacktestRequest[]) {
      calls.push(requests.map(({ id }) => id));
      for (const { id, params } of requests) {
        const done = (tries.get(id) ?? 0) + 1;
        tries.set(id, done);
        const common = { id, slot: 1, attempt: 1, ms: 1 };
        if (done > Number(params['fails'])) {
          yield { ...common, status: 'complete' as const, metrics: { done } };
        } else {
          const retriable = params['retriable'] === true;
          yield { ...common, status: 'failed' as const, error: `try ${done}`, retriable };
        }
      }
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

const sets = [
  { fails: 0, retriable: true },
  { fails: 1, retriable: true },
  { fails: 9, retriable: true },
  { fails: 1, retriable: false },
];

it('retrying() tries retriable failures again, and nothing else', async () => {
  const executor = failing();
  const requests = requestsOf(setupOf('/data', 'idle'), sets);
  const outcomes = await outcomesOf(retrying(executor, 3), requests);
  expect(outcomes).toMatchObject([
    { id: 1, status: 'complete', attempt: 1 },
    { id: 2, status: 'complete', attempt: 2, metrics: { done: 2 } },
    { id: 3, status: 'failed', attempt: 3, error: 'try 3' },
    { id: 4, status: 'failed', attempt: 1, error: 'try 1' },
  ]);
  expect(executor.calls).toEqual([[1, 2, 3, 4], [2, 3], [3]]);
});

it('retrying() with one attempt changes nothing', async () => {
  const executor = failing();
  const requests = requestsOf(setupOf('/data', 'idle'), sets);
  const outcomes = await outcomesOf(retrying(executor, 1), requests);
  expect(outcomes.map(({ status }) => status)).toEqual(['complete', 'failed', 'failed', 'failed']);
  expect(executor.calls).toHaveLength(1);
});
