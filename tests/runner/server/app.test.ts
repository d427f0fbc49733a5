import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as schemas from '../../../runner/server/schemas.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';
import { apiRoutes } from './api-routes.ts';
import { authorized, openTestService, post, type TestService } from './test-service.ts';

let service: TestService;

beforeEach(async () => {
  service = await openTestService();
});

afterEach(() => service[Symbol.asyncDispose]());

const get = async (path: string) => {
  const response = await service.app.request(path);
  return { status: response.status, body: JSON.parse(await response.text()) };
};

const evaluations = Array.from({ length: 100 }, (_, index) => fakeEvaluation(index + 1));

describe('runs', () => {
  test('health tells the version', async () => {
    const { status, body } = await get('/api/health');
    expect(status).toBe(200);
    expect(schemas.health.parse(body)).toMatchObject({ status: 'ok', version: '0.1.0' });
  });

  test('the list is newest first, with broken folders named and notes beside', async () => {
    const older = await service.addRun([]);
    const newer = await service.addRun([]);
    await mkdir(join(service.root, 'runs', '20200101_000000'));
    await service.catalog.annotate(older.id, { note: 'kept' });
    const { body } = await get('/api/runs');
    expect(schemas.runs.parse(body).runs.map(({ id }) => id)).toEqual([newer.id, older.id]);
    expect(body.broken).toMatchObject([{ id: '20200101_000000' }]);
    expect(body.annotations).toEqual({ [older.id]: { tags: [], note: 'kept', archived: false } });
  });

  test('a run comes with its job', async () => {
    const { id } = await service.addRun([], () => ({}), { name: 'mine' });
    const { body } = await get(`/api/runs/${id}`);
    expect(schemas.run.parse(body)).toMatchObject({ record: { id }, job: { name: 'mine' } });
    expect(body.file).toBe('job.json');
  });

  test('a run whose process was killed is shown as stopped', async () => {
    const { id } = await service.addRun([], () => ({ state: 'running' }));
    expect((await get(`/api/runs/${id}`)).body.record).toMatchObject({
      state: 'stopped',
      reason: 'cut off; it can be resumed',
    });
    expect((await get('/api/runs')).body.runs[0].state).toBe('stopped');
  });

  test('a living run is shown as the daemon knows it', async () => {
    const job = { file: 'a.json', text: '{"evaluations":1000000,"delay_ms":20}' };
    const dropped = await (await service.app.request('/api/jobs', post(job))).json();
    await expect
      .poll(async () => {
        const { body } = await get(`/api/runs/${dropped.run}`);
        return body.record.state === 'running' && body.record.symbols[0].counts.evaluations > 0;
      })
      .toBe(true);
    expect((await get('/api/runs')).body.runs[0].state).toBe('running');
  });

  test('its log is shown from the end, broken lines left out', async () => {
    const { id } = await service.addRun([]);
    const lines = Array.from({ length: 30 }, (_, index) =>
      JSON.stringify({ at: '2026-11-21T10:00:00Z', level: 'info', message: `line ${index}` }),
    );
    const text = `${lines.join('\n')}\n{"torn":\nnull\n`;
    await writeFile(join(service.store.folder(id), 'log.jsonl'), text);
    const { body } = await get(`/api/runs/${id}/log?tail=2`);
    expect(schemas.log.parse(body).lines.map(({ message }) => message)).toEqual([
      'line 28',
      'line 29',
    ]);
    await rm(join(service.store.folder(id), 'log.jsonl'));
    expect((await get(`/api/runs/${id}/log`)).body).toEqual({ lines: [] });
  });

  test('tags and notes are changed and kept', async () => {
    const { id } = await service.addRun([]);
    const patch = (body: unknown) =>
      service.app.request(`/api/runs/${id}/annotations`, { ...post(body), method: 'PATCH' });
    const response = await patch({ tags: ['spy'], note: '<script>alert(1)</script>' });
    expect(await response.json()).toEqual({
      tags: ['spy'],
      note: '<script>alert(1)</script>',
      archived: false,
    });
    expect((await patch({ archived: true })).status).toBe(200);
    expect((await get('/api/runs')).body.annotations[id]).toMatchObject({
      tags: ['spy'],
      archived: true,
    });
    expect((await patch({ promoted_at: 'now' })).status).toBe(400);
    expect((await patch({ tags: 'spy' })).status).toBe(400);
  });
});

describe('symbols', () => {
  test('points are thinned evenly, improvements kept', async () => {
    const { id } = await service.addRun(evaluations);
    const all = await get(`/api/runs/${id}/symbols/SPY/points`);
    expect(schemas.points.parse(all.body)).toMatchObject({ total: 100, stages: ['random'] });
    expect(all.body.points).toHaveLength(100);
    const few = (await get(`/api/runs/${id}/symbols/SPY/points?max=10`)).body;
    expect(few.points).toHaveLength(10);
    expect(few.best).toEqual(all.body.best);
  });

  test('the top is best first, infinities as strings', async () => {
    const infinite = fakeEvaluation(101, { fitness: Number.POSITIVE_INFINITY });
    const invalid = fakeEvaluation(102, { fitness: Number.NEGATIVE_INFINITY, status: 'invalid' });
    const { id } = await service.addRun([...evaluations, infinite, invalid]);
    const { body } = await get(`/api/runs/${id}/symbols/SPY/top?n=3`);
    const rows = schemas.top.parse(body).rows;
    const best = evaluations.map(({ fitness }) => fitness).sort((a, b) => b - a);
    expect(rows.map(({ fitness }) => fitness)).toEqual(['Infinity', best[0], best[1]]);
  });

  test('the best comes with curves, statistics and holdout', async () => {
    const best = fakeEvaluation(1);
    const { id } = await service.addRun([best], (record) => ({
      symbols: record.symbols.map((symbol) => ({ ...symbol, best, holdout: best })),
    }));
    const result = {
      charts: {
        'Strategy Equity': {
          series: {
            Equity: {
              values: [
                [0, 100],
                [1, 80],
              ],
            },
          },
        },
      },
      statistics: { 'Sharpe Ratio': '1.2' },
    };
    const folder = join(service.store.folder(id), 'SPY', 'backtests');
    await writeFile(join(folder, 'best.json'), JSON.stringify(result));
    const { body } = await get(`/api/runs/${id}/symbols/SPY/best`);
    expect(schemas.best.parse(body)).toMatchObject({
      evaluation: { id: 1 },
      equity: [
        [0, 100],
        [1, 80],
      ],
      statistics: { 'Sharpe Ratio': '1.2' },
      holdout: { evaluation: { id: 1 }, equity: [] },
    });
    expect(body.drawdown[1][1]).toBeCloseTo(-20);
  });

  test('the best of a shared search comes with its result on each symbol', async () => {
    const best = fakeEvaluation(1);
    const { id } = await service.addRun([best], (record) => ({
      symbols: record.symbols.map((symbol) => ({ ...symbol, best })),
    }));
    const folder = join(service.store.folder(id), 'SPY', 'backtests');
    await writeFile(join(folder, 'best.json'), '{"statistics":{"Alpha":"1"}}');
    await writeFile(join(folder, 'best.QQQ.json'), '{"statistics":{"Alpha":"2"}}');
    const of = async (query: string) =>
      (await get(`/api/runs/${id}/symbols/SPY/best${query}`)).body.statistics;
    expect(await of('')).toEqual({ Alpha: '1' });
    expect(await of('?of=QQQ')).toEqual({ Alpha: '2' });
    expect(await of('?of=..%2F..%2FSPY')).toEqual({});
  });

  test('figures and curves are of one set while the search has found a better one', async () => {
    const [shown, newer] = [fakeEvaluation(1), { ...fakeEvaluation(2), fitness: 99 }];
    const { id } = await service.addRun([shown, newer], (record) => ({
      symbols: record.symbols.map((symbol) => ({ ...symbol, best: newer })),
    }));
    const best = join(service.store.folder(id), 'SPY', 'best.json');
    await writeFile(best, JSON.stringify({ v: 1, evaluation: shown, repeats: true }));
    expect((await get(`/api/runs/${id}/symbols/SPY/best`)).body.evaluation.id).toBe(1);
  });

  test('a run without a best has none', async () => {
    const { id } = await service.addRun([]);
    expect((await get(`/api/runs/${id}/symbols/SPY/best`)).body).toEqual({
      evaluation: null,
      equity: [],
      drawdown: [],
      statistics: {},
      holdout: null,
    });
  });

  test('what a finished run shows follows its files when it went on', async () => {
    const { id } = await service.addRun(
      evaluations.slice(0, 10),
      ({ symbols }) => ({
        state: 'stopped',
        symbols: symbols.map((symbol) => ({
          ...symbol,
          counts: { ...symbol.counts, evaluations: 10 },
        })),
      }),
      { evaluations: 15, delay_ms: 10 },
    );
    const total = async () => (await get(`/api/runs/${id}/symbols/SPY/points`)).body.total;
    expect(await total()).toBe(10);
    await service.daemon.resumeRun(id);
    await expect.poll(total).toBeGreaterThan(10);
    await expect.poll(total).toBe(15);
  });
});

describe('jobs', () => {
  test('a dropped job is written, run and listed', async () => {
    const job = { file: 'spy.json', text: '{"evaluations":2}' };
    const response = await service.app.request('/api/jobs', post(job));
    expect(response.status).toBe(202);
    expect(schemas.job.parse(await response.json())).toMatchObject({ file: 'spy.json' });
    await expect.poll(async () => (await get('/api/jobs')).body.jobs[0]?.state).toBe('complete');
    expect(schemas.jobs.parse((await get('/api/jobs')).body).jobs).toHaveLength(1);
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

  test('a run is stopped and resumed', async () => {
    const job = { file: 'a.json', text: '{"evaluations":1000000,"delay_ms":20}' };
    const { run } = await (await service.app.request('/api/jobs', post(job))).json();
    const act = (action: string) => service.app.request(`/api/runs/${run}/${action}`, post({}));
    expect((await act('stop')).status).toBe(202);
    await expect.poll(() => service.daemon.records()).toHaveLength(0);
    expect((await act('stop')).status).toBe(409);
    const resumed = await act('resume');
    expect(resumed.status).toBe(202);
    expect(schemas.action.parse(await resumed.json()).message).toContain('resumes at');
    expect(service.daemon.records()).toHaveLength(1);
    const without = { method: 'POST', headers: authorized };
    expect((await service.app.request(`/api/runs/${run}/stop`, without)).status).toBe(202);
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
      const { status, body } = await get(`/api/runs/${id}/symbols/SPY/points?${query}`);
      expect(status).toBe(400);
      expect(body.problems[0].path).toBe('max');
    }
    expect((await get(`/api/runs/${id}/symbols/QQQ/points`)).status).toBe(404);
  });

  test('a damaged run is named with its fault, but not where it lies', async () => {
    const { id } = await service.addRun([]);
    await writeFile(join(service.store.folder(id), 'run.json'), '{"v":1,');
    const { status, body } = await get(`/api/runs/${id}`);
    expect(status).toBe(422);
    expect(body.detail).toBe(`Cannot read "${id}/run.json": wanted JSON`);
    expect(JSON.stringify(body)).not.toContain(service.root);
    expect((await get('/api/runs')).body.broken).toMatchObject([{ id }]);
  });

  test('a run whose record names a folder elsewhere is broken', async () => {
    const { id } = await service.addRun([], ({ symbols }) => ({
      symbols: symbols.map((symbol) => ({ ...symbol, folder: '../../outside' })),
    }));
    expect((await get(`/api/runs/${id}/symbols/SPY/top`)).status).toBe(422);
    expect((await get('/api/runs')).body.broken).toMatchObject([{ id }]);
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
    expect((await get('/api/runs/20210101_000000')).status).toBe(404);
    expect((await get('/api/runs/20210101_000000/log')).status).toBe(404);
    expect((await get(`/api/runs/${id}`)).status).toBe(200);
  });

  test('JSON that is none is refused', async () => {
    const init = { ...post({}), body: '{"file":' };
    const response = await service.app.request('/api/jobs', init);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('pages', () => {
  test('are asked for again each time, and answered with 304 where nothing changed', async () => {
    const page = await service.app.request('/');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const etag = page.headers.get('etag') as string;
    const again = await service.app.request('/', { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  test('are found with and without the last slash, whatever the query', async () => {
    for (const path of ['/run', '/run/', '/run/?id=20261121_101530']) {
      expect(await (await service.app.request(path)).text()).toContain('<h1>run</h1>');
    }
  });

  test('files with a hash in their name are kept for ever', async () => {
    const response = await service.app.request('/assets/page.Dk3_a.js');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-type')).toContain('javascript');
  });

  test('are compressed', async () => {
    const response = await service.app.request('/', { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(gunzipSync(bytes).toString()).toContain('<h1>runs</h1>');
  });

  test('a browser gets a page for what is not there', async () => {
    const response = await service.app.request('/nothing', { headers: { accept: 'text/html' } });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('nothing here');
  });

  test('carry the headers that keep others out', async () => {
    for (const path of ['/', '/api/runs', '/api/nothing', '/nothing']) {
      const { headers } = await service.app.request(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

test('the API describes every route that it has', async () => {
  const { body } = await get('/api/openapi.json');
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
