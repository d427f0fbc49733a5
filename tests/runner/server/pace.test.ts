import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { paceOf } from '../../../runner/server/pace.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';
import { openTestService, type TestService } from './test-service.ts';

const START = Date.parse('2026-11-21T10:00:00.000Z');

/** @param end in seconds */
const ended = (id: number, end: number, fitness: number, ms = 1_000) => ({
  ...fakeEvaluation(id),
  status: 'complete' as const,
  fitness,
  ms,
  at: new Date(START + end * 1_000).toISOString(),
});

describe('paceOf()', () => {
  test('counts from the first backtest on, in the order of ending', () => {
    const lines = [ended(1, 3, 0.5), ended(2, 2, 0.4), ended(3, 4, 0.1), ended(4, 5, 0.9)];
    expect(paceOf(lines)).toEqual({
      total: 4,
      seconds: 4,
      best: [
        [1, 0.4],
        [2, 0.5],
        [4, 0.9],
      ],
    });
  });

  test('leaves the time out in which the run stood still', () => {
    const lines = [ended(1, 1, 0.1), ended(2, 2.5, 0.2), ended(3, 3_600, 0.3)];
    expect(paceOf(lines)).toMatchObject({
      seconds: 3.5,
      best: [[1], [2.5], [3.5]].map(([s], n) => [s, (n + 1) / 10]),
    });
  });

  test('is empty for no evaluation, and passes over what is not valid', () => {
    expect(paceOf([])).toEqual({ total: 0, seconds: 0, best: [] });
    expect(paceOf([{ ...ended(1, 1, 5), status: 'invalid' }])).toMatchObject({
      total: 1,
      best: [],
    });
  });
});

describe('GET /pace', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await openTestService();
  });
  afterEach(() => service[Symbol.asyncDispose]());

  test('answers for a symbol, and not for one that is not there', async () => {
    const { id } = await service.addRun([ended(1, 1, 0.1), ended(2, 2, 0.2)]);
    const answer = await service.app.request(`/api/runs/${id}/symbols/SPY/pace`);
    expect(await answer.json()).toMatchObject({
      total: 2,
      best: [
        [1, 0.1],
        [2, 0.2],
      ],
    });
    expect((await service.app.request(`/api/runs/${id}/symbols/QQQ/pace`)).status).toBe(404);
  });
});
