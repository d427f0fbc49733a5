import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSpace } from '../../../runner/domain/space.ts';
import { columnsOptions } from '../../../runner/run/columns-options.ts';
import { openColumnsReader } from '../../../runner/run/columns-reader.ts';
import { rebuildColumns } from '../../../runner/run/rebuild-columns.ts';
import { COLUMNS_FILE } from '../../../runner/run/symbol-files.ts';
import type { ChosenRows, ConstraintsView, SlotTimeline } from '../../../runner/server/views.ts';
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

const evaluations = Array.from({ length: 200 }, (_, index) => ({
  ...fakeEvaluation(index + 1),
  params: { fast: index + 1 },
  status: 'complete' as const,
  fitness: (index * 37) % 200,
  trade_count: index,
  slot: (index % 300) + 1 > 100 ? 300 : 1,
  ms: 1_000,
  at: new Date(Date.UTC(2026, 10, 21) + index * 1_000).toISOString(),
}));

/** Columns as the product makes them of lines. */
async function withColumns(id: string): Promise<string> {
  const folder = join(service.store.folder(id), 'SPY');
  const { job } = await service.store.read(id);
  const space = createSpace(job.parameters, job.rules);
  const stages = job.stages.map(({ name }) => name);
  await rebuildColumns(
    folder,
    space,
    columnsOptions(space, { stages, variations: undefined, first: undefined }),
  );
  return folder;
}

describe('timeline()', () => {
  test('reads slots off lines and off columns alike, above 255, too', async () => {
    const { id } = await service.addRun(evaluations);
    const path = `/api/runs/${id}/symbols/SPY/timeline?max=500`;
    const { body } = await get<SlotTimeline>(path);
    expect(body).toMatchObject({ evaluations: 200, slots: [1, 300] });
    const folder = await withColumns(id);
    using reader = openColumnsReader(join(folder, COLUMNS_FILE));
    const slots = [1, 101, 200].map((own) => reader?.block(own, 1).slot(0));
    expect(slots).toEqual([1, 300, 300]);
    const again = await get<SlotTimeline>(`${path}&bins=299`);
    expect(again.body.busy).toEqual(body.busy);
    expect(again.body.each?.slot).toEqual(body.each?.slot);
  });
});

describe('chosen()', () => {
  test('answers what lies within ranges, and refuses what is no range', async () => {
    const { id } = await service.addRun(evaluations);
    const path = `/api/runs/${id}/symbols/SPY/chosen`;
    const query = new URLSearchParams({ by: 'm trade_count', order: 'least', n: '3' });
    query.append('where', 'p fast~50~99');
    query.append('where', 'fitness~100~1e3');
    const { body } = await get<ChosenRows>(`${path}?${query}`);
    const within = evaluations.filter(
      ({ params: { fast }, fitness }) => fast >= 50 && fast <= 99 && fitness >= 100,
    );
    expect(body).toMatchObject({ evaluations: 200, chosen: within.length, valid: within.length });
    expect(body.rows.map((row) => row.id)).toEqual(within.slice(0, 3).map((row) => row.id));
    expect((await get(`${path}?where=p%20fast~a~b`)).status).toBe(400);
    expect((await get(`${path}?n=0`)).status).toBe(400);
    expect((await get(`/api/runs/${id}/symbols/QQQ/chosen`)).status).toBe(404);
  });
});

test('constraints() of a job that asks for nothing are none, and it has no hypervolume', async () => {
  const { id } = await service.addRun(evaluations);
  const { body } = await get<ConstraintsView>(`/api/runs/${id}/symbols/SPY/constraints`);
  expect(body).toEqual({ evaluations: 200, missed: 0, constraints: [] });
  expect((await get(`/api/runs/${id}/symbols/SPY/hypervolume`)).body).toBeNull();
});
