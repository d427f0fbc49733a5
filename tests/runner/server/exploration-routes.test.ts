import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HeatMap } from '../../../runner/report/heat-map.ts';
import type { SearchSample } from '../../../runner/report/search-sample.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';
import { openTestService, type TestService } from './test-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await openTestService();
});
afterEach(() => service[Symbol.asyncDispose]());

const get = async <T>(path: string) => {
  const response = await service.app.request(path);
  return { status: response.status, body: (await response.json()) as T };
};

/** Every tenth fails; the others are worth their number, mixed up. */
const evaluations = Array.from({ length: 1_000 }, (_, index) => ({
  ...fakeEvaluation(index + 1),
  params: { fast: 1 + ((index * 7_919) % 1_000) },
  ...(index % 10 === 9
    ? { status: 'failed' as const, fitness: Number.NEGATIVE_INFINITY }
    : { status: 'complete' as const, fitness: (index * 389) % 1_000 }),
  at: new Date(Date.UTC(2026, 10, 21) + index * 500).toISOString(),
}));

describe('sample()', () => {
  test('holds the best and an even part of all others, in the order of ids', async () => {
    const { id } = await service.addRun(evaluations);
    const { body } = await get<SearchSample>(`/api/runs/${id}/symbols/SPY/sample?max=200`);
    expect(body).toMatchObject({ evaluations: 1_000, valid: 900 });
    const { columns } = body;
    expect(columns.id.length).toBeGreaterThanOrEqual(195);
    expect(columns.id.length).toBeLessThanOrEqual(201);
    expect(columns.id).toEqual(columns.id.toSorted((a, b) => a - b));
    const best = evaluations
      .toSorted((a, b) => b.fitness - a.fitness)
      .slice(0, 40)
      .map((one) => one.id);
    expect(columns.id).toEqual(expect.arrayContaining(best));
    const halves = columns.id.filter((one) => !best.includes(one) && one <= 500).length;
    expect(halves).toBeGreaterThan(70);
    expect(halves).toBeLessThan(90);
  });

  test('says of each evaluation what its line says', async () => {
    const { id } = await service.addRun(evaluations);
    const { body } = await get<SearchSample>(`/api/runs/${id}/symbols/SPY/sample?metrics=net_pnl`);
    const { columns, statuses, stages, parameters, metrics } = body;
    expect(metrics).toEqual(['net_pnl']);
    expect(parameters).toMatchObject([{ name: 'fast', values: null }]);
    for (const [place, evaluation] of evaluations.entries()) {
      expect(columns.id[place]).toBe(evaluation.id);
      const fitness = Number.isFinite(evaluation.fitness) ? evaluation.fitness : null;
      expect(columns.fitness[place]).toBe(fitness);
      expect(statuses[columns.status[place] ?? -1]).toBe(evaluation.status);
      expect(stages[columns.stage[place] ?? -1]).toBe(evaluation.stage);
      expect(columns.parameters[0]?.[place]).toBe(evaluation.params.fast);
      expect(columns.at[place]).toBe(place * 0.5);
    }
  });

  test('gives the quantiles of all valid ones', async () => {
    const { id } = await service.addRun(evaluations);
    const { body } = await get<SearchSample>(`/api/runs/${id}/symbols/SPY/sample?max=10`);
    const sorted = evaluations
      .filter(({ status }) => status === 'complete')
      .map(({ fitness }) => fitness)
      .toSorted((a, b) => a - b);
    expect(body.quantiles).toHaveLength(201);
    expect(body.quantiles[0]).toBe(sorted[0]);
    expect(body.quantiles[100]).toBe(sorted[Math.round(0.5 * 899)]);
    expect(body.quantiles[200]).toBe(sorted[899]);
  });

  test('of a search without evaluations is empty', async () => {
    const { id } = await service.addRun([]);
    const { body } = await get<SearchSample>(`/api/runs/${id}/symbols/SPY/sample`);
    expect(body).toMatchObject({ evaluations: 0, valid: 0, quantiles: [], columns: { id: [] } });
  });
});

describe('heat()', () => {
  test('looks at every evaluation: counts, best and mean of each bin', async () => {
    const { id } = await service.addRun(evaluations);
    const { body } = await get<HeatMap>(`/api/runs/${id}/symbols/SPY/heat?x=fast&y=fast&bins=10`);
    expect(body.x.labels).toHaveLength(10);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(body.valid)).toBe(900);
    expect(sum(body.others)).toBe(100);
    // x and y are the same parameter, so that nothing stands off the diagonal.
    for (const [bin, made] of body.valid.entries()) {
      if (Math.floor(bin / 10) !== bin % 10) expect(made).toBe(0);
    }
    const best = Math.max(...body.best.map((value) => value ?? Number.NEGATIVE_INFINITY));
    const winner = evaluations.find(({ fitness }) => fitness === best);
    expect(body.bestId[body.best.indexOf(best)]).toBe(winner?.id);
    const mean = sum(body.valid.map((made, bin) => made * (body.mean[bin] ?? 0))) / 900;
    const wanted = sum(evaluations.map(({ fitness }) => Math.max(0, fitness))) / 900;
    expect(mean).toBeCloseTo(wanted, 1);
  });

  test('names the parameters where it is asked for another', async () => {
    const { id } = await service.addRun(evaluations);
    const { status, body } = await get(`/api/runs/${id}/symbols/SPY/heat?x=slow&y=fast`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ detail: 'Cannot draw "slow": wanted one of fast' });
  });
});
