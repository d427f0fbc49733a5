import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MOST_WAITING } from '../../../runner/server/analyses.ts';
import { MOST_DEAR } from '../../../runner/server/dear-routes.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';
import { type AttackedService, openAttackedService } from './attacked-service.ts';

let service: AttackedService;
beforeAll(async () => {
  service = await openAttackedService();
});
afterAll(() => service[Symbol.asyncDispose]());

describe('more than can be answered', () => {
  test('of dear questions is put off', async () => {
    // So many that to look at them takes longer than to ask.
    const many = Array.from({ length: 20_000 }, (_, index) => fakeEvaluation(index + 1));
    const { id } = await service.addRun(many);
    const asked = Array.from({ length: MOST_DEAR + 8 }, (_, n) =>
      service.ask({ path: `/api/runs/${id}/symbols/SPY/sample?max=${n + 1}` }),
    );
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    // Analyses wait for each other, so that no more than those that may wait are answered.
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(MOST_WAITING);
    expect((await service.ask({ path: `/api/runs/${service.runId}/symbols/SPY/top` })).status).toBe(
      200,
    );
  });
});

test('nothing of all this went wrong inside', () => service.expectUnharmed());
