import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConvergenceView } from '../../../runner/server/views.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';
import { openTestService, type TestService } from './test-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await openTestService();
});
afterEach(() => service[Symbol.asyncDispose]());

const get = async (path: string) => {
  const response = await service.app.request(path);
  return { status: response.status, body: await response.json() };
};

test('convergence() of a symbol tells its peak, and thins the generations from the last one back', async () => {
  const evaluations = Array.from({ length: 30 }, (_, index) => ({
    ...fakeEvaluation(index + 1),
    stage_detail: `gen_${index}`,
    status: 'complete' as const,
    fitness: index < 20 ? index : 0,
  }));
  const { id } = await service.addRun(evaluations);
  const path = `/api/runs/${id}/symbols/SPY/convergence`;
  const whole = (await get(path)).body as ConvergenceView;
  expect(whole).toMatchObject({
    evaluations: 30,
    peak: { evaluations: 20, generation: 19, fitness: 19 },
    plateau: { evaluations: 10, generations: 10 },
  });
  expect(whole.generations).toHaveLength(30);
  const few = (await get(`${path}?max=4`)).body as ConvergenceView;
  expect(few.generations.map(({ number }) => number)).toEqual([5, 13, 21, 29]);
  expect(few.stops).toEqual(whole.stops);
  expect((await get(`${path}?max=0`)).status).toBe(400);
  expect((await get(`/api/runs/${id}/symbols/QQQ/convergence`)).status).toBe(404);
});
