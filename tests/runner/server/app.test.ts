import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as schemas from '../../../runner/server/schemas.ts';
import { apiRoutes } from './api-routes.ts';
import { authorized, openTestService, post, type TestService } from './test-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await openTestService();
});
afterEach(() => service[Symbol.asyncDispose]());

test('health tells the version', async () => {
  const { status, body } = await service.get('/api/health');
  expect(status).toBe(200);
  expect(schemas.health.parse(body)).toMatchObject({ status: 'ok', version: '0.1.0' });
});

test('the API describes every route that it has', async () => {
  const { body } = await service.get('/api/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  const described = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const registered = apiRoutes(service.app).map(
    ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
  );
  expect(described.sort()).toEqual(
    registered.filter((route) => route !== 'GET /api/openapi.json').sort(),
  );
  expect(described).toEqual(expect.arrayContaining(['GET /api/runs', 'POST /api/promotions']));
});

describe('jobs', () => {
  test('a dropped job is written, run and listed', async () => {
    const job = { file: 'spy.json', text: '{"evaluations":2}' };
    const response = await service.app.request('/api/jobs', post(job));
    expect(response.status).toBe(202);
    expect(schemas.job.parse(await response.json())).toMatchObject({ file: 'spy.json' });
    await expect
      .poll(async () => (await service.get('/api/jobs')).body.jobs[0]?.state)
      .toBe('complete');
    expect(schemas.jobs.parse((await service.get('/api/jobs')).body).jobs).toHaveLength(1);
  });

  test('a bad job is refused with every problem', async () => {
    const job = { file: 'spy.json', text: '{"evaluations":"x"}' };
    const response = await service.app.request('/api/jobs', post(job));
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      status: 422,
      problems: [{ path: 'evaluations', wanted: 'a number', found: 'x' }],
    });
  });
});

describe('errors', () => {
  test.each([
    ['/api/nothing', 404],
    ['/api/runs/20200101_000000', 404],
    ['/api/runs/20200101_000000/log', 404],
    ['/api/runs/20200101_000000/events', 404],
    ['/api/runs/20200101_000000/symbols/SPY/best', 404],
    ['/nothing', 404],
  ])('%s is a problem with status %i', async (path, status) => {
    const response = await service.app.request(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status });
  });

  test('a query that cannot be is refused', async () => {
    const { id } = await service.addRun([]);
    for (const query of ['max=0', 'max=x', 'max=1e9', 'max=-1', 'max=1.5']) {
      const { status, body } = await service.get(`/api/runs/${id}/symbols/SPY/points?${query}`);
      expect(status).toBe(400);
      expect(body.problems[0].path).toBe('max');
    }
    expect((await service.get(`/api/runs/${id}/symbols/QQQ/points`)).status).toBe(404);
  });

  test('a damaged run is named with its fault, but not where it lies', async () => {
    const { id } = await service.addRun([]);
    await writeFile(join(service.store.folder(id), 'run.json'), '{"v":1,');
    const { status, body } = await service.get(`/api/runs/${id}`);
    expect(status).toBe(422);
    expect(body.detail).toBe(`Cannot read "${id}/run.json": wanted JSON`);
    expect(JSON.stringify(body)).not.toContain(service.root);
    expect((await service.get('/api/runs')).body.broken).toMatchObject([{ id }]);
  });

  test('a run without its job is named with what it lacks', async () => {
    const { id } = await service.addRun([]);
    await rm(join(service.store.folder(id), 'job.resolved.json'));
    const { status, body } = await service.get(`/api/runs/${id}`);
    expect(status).toBe(422);
    expect(body.detail).toBe(`Cannot read "${id}/job.resolved.json": wanted a file, found none`);
  });

  test('a run whose record names a folder elsewhere is broken', async () => {
    const { id } = await service.addRun([], ({ symbols }) => ({
      symbols: symbols.map((symbol) => ({ ...symbol, folder: '../../outside' })),
    }));
    expect((await service.get(`/api/runs/${id}/symbols/SPY/top`)).status).toBe(422);
    expect((await service.get('/api/runs')).body.broken).toMatchObject([{ id }]);
  });

  test('a change of what is no text in percent signs is noted all the same', async () => {
    const init = { method: 'POST', headers: authorized };
    expect((await service.app.request('/api/runs/%/stop', init)).status).toBe(404);
    expect(service.errors).toEqual([]);
  });

  test('a link out of the runs folder is no run', async () => {
    const { id } = await service.addRun([]);
    const outside = join(service.root, 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'run.json'), '{}');
    await symlink(outside, join(service.root, 'runs', '20210101_000000'));
    expect((await service.get('/api/runs/20210101_000000')).status).toBe(404);
    expect((await service.get('/api/runs/20210101_000000/log')).status).toBe(404);
    expect((await service.get(`/api/runs/${id}`)).status).toBe(200);
  });

  test('JSON that is none is refused', async () => {
    const init = { ...post({}), body: '{"file":' };
    const response = await service.app.request('/api/jobs', init);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});
