import { expect, test } from 'vitest';
import { createAnalysisThread } from '../../../runner/server/analysis-thread.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';
import { openTestService } from './test-service.ts';

test('carryOut() answers one analysis after the other in one thread', async () => {
  await using service = await openTestService();
  const { id } = await service.addRun([fakeEvaluation(1), fakeEvaluation(2)]);
  const place = { root: service.store.root, run: id, folder: 'SPY' };
  const thread = createAnalysisThread();
  const question = { most: 10, bins: 2 };
  const first = await thread.carryOut({ kind: 'timeline', place, question });
  expect(first).toMatchObject({ evaluations: 2 });
  expect(await thread.carryOut({ kind: 'timeline', place, question })).toEqual(first);
});

test('carryOut() throws what an analysis throws, and carries the next one out', async () => {
  await using service = await openTestService();
  const { id } = await service.addRun([fakeEvaluation(1)]);
  const place = { root: service.store.root, run: id, folder: 'SPY' };
  const thread = createAnalysisThread();
  const lost = { ...place, run: '20200101_000000' };
  await expect(
    thread.carryOut({ kind: 'constraints', place: lost, question: null }),
  ).rejects.toThrow(/20200101_000000/);
  expect(await thread.carryOut({ kind: 'constraints', place, question: null })).toMatchObject({
    evaluations: 1,
  });
});
