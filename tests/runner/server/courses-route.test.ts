import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeEvaluation } from '../daemon/fake-runner.ts';
import { openTestService, type TestService } from './test-service.ts';

const ended = (id: number, fitness: number) => ({
  ...fakeEvaluation(id),
  status: 'complete' as const,
  fitness,
  ms: 1_000,
  at: new Date(1_700_000_000_000 + id * 1_000).toISOString(),
});

let service: TestService;
beforeEach(async () => {
  service = await openTestService();
});
afterEach(() => service[Symbol.asyncDispose]());

const ask = (searches: string) =>
  service.app.request(`/api/courses?${new URLSearchParams({ searches })}`);

test('GET /api/courses tells how several searches went, and null of what is not there', async () => {
  const first = await service.addRun([ended(1, 0.1), ended(2, 0.2), ended(3, 0.1)]);
  const second = await service.addRun([ended(1, 0.5)]);
  const names = [`${first.id}/SPY`, '20200101_000000/SPY', `${second.id}/SPY`, `${first.id}/QQQ`];
  const answer = await ask(names.join());
  expect(answer.status).toBe(200);
  const { courses } = (await answer.json()) as { courses: unknown[] };
  expect(courses).toMatchObject([
    {
      evaluations: 3,
      seconds: 3,
      byEvaluations: [
        [1, 0.1],
        [2, 0.2],
      ],
    },
    null,
    { evaluations: 1, byEvaluations: [[1, 0.5]] },
    null,
  ]);
});

test('GET /api/courses answers where no search is there', async () => {
  expect(await (await ask('20200101_000000/SPY')).json()).toEqual({ courses: [null] });
});

test('GET /api/courses refuses names that are none, and more than 20', async () => {
  for (const searches of ['', 'nope', '../../etc/passwd', '20200101_000000/../..', 'a,b']) {
    expect((await ask(searches)).status).toBe(400);
  }
  const many = Array.from({ length: 21 }, (_, n) => `202001${10 + n}_000000/SPY`).join();
  expect((await ask(many)).status).toBe(400);
  expect((await service.app.request('/api/courses')).status).toBe(400);
});
