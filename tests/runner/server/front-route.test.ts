import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FrontView } from '../../../runner/server/views.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';
import { openTestService, type TestService } from './test-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await openTestService();
});
afterEach(() => service[Symbol.asyncDispose]());

const get = async (path: string) => {
  const response = await service.app.request(path);
  return { status: response.status, body: (await response.json()) as FrontView };
};

test('front() of a symbol holds what no other set beats, thinned to what was asked for', async () => {
  const objectives = [
    { metric: 'net_pnl', direction: 'maximize' },
    { metric: 'max_drawdown', direction: 'minimize' },
  ] as const;
  const evaluations = Array.from({ length: 30 }, (_, index) => ({
    ...fakeEvaluation(index + 1),
    status: 'complete' as const,
    // Every third is beaten by the one before it.
    objectives: index % 3 === 2 ? [index - 1, -index] : [index, -index],
  }));
  const { id } = await service.addRun(evaluations, () => ({}), { objectives });
  const path = `/api/runs/${id}/symbols/SPY/front`;
  const { body } = await get(path);
  expect(body.objectives).toEqual(objectives);
  expect(body.total).toBe(20);
  expect(body.rows[0]).toMatchObject({ id: 29, objectives: [28, -28] });
  expect((await get(`${path}?max=3`)).body.rows).toHaveLength(3);
  expect((await get(`${path}?max=0`)).status).toBe(400);
});

test('front() is empty where the job names no objectives', async () => {
  const { id } = await service.addRun([fakeEvaluation(1)]);
  const { body } = await get(`/api/runs/${id}/symbols/SPY/front`);
  expect(body).toEqual({ objectives: [], total: 0, rows: [] });
});
