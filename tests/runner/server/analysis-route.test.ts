import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnalysisView } from '../../../runner/server/views.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';
import { openTestService, type TestService } from './test-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await openTestService();
});
afterEach(() => service[Symbol.asyncDispose]());

const get = async (path: string) => {
  const response = await service.app.request(path);
  return { status: response.status, body: (await response.json()) as AnalysisView };
};

test('analysis() of a search tells importance and what is around the best', async () => {
  const evaluations = Array.from({ length: 60 }, (_, index) => ({
    ...fakeEvaluation(index + 1),
    params: { fast: 1 + index * 10_000 },
    status: 'complete' as const,
    fitness: index,
  }));
  const { id } = await service.addRun(evaluations);
  const path = `/api/runs/${id}/symbols/SPY/analysis`;
  const [{ body }, again] = await Promise.all([get(path), get(path)]);
  expect(body.evaluations).toBe(60);
  expect(body.importance).toMatchObject({ used: 60, parameters: [{ name: 'fast' }] });
  expect(body.importance?.parameters[0]?.share).toBeCloseTo(1);
  expect(body.stability).toMatchObject({ best: 59, around: [{ radius: 1, worst: 57 }, {}, {}] });
  expect(again.body).toEqual(body);
  expect((await get(`/api/runs/${id}/symbols/QQQ/analysis`)).status).toBe(404);
});

test('analysis() of a search without a valid set says so', async () => {
  const { id } = await service.addRun([{ ...fakeEvaluation(1), status: 'failed' }]);
  const { body } = await get(`/api/runs/${id}/symbols/SPY/analysis`);
  expect(body).toEqual({ evaluations: 1, importance: null, stability: null });
});
