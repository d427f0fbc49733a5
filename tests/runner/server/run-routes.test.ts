import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as schemas from '../../../runner/server/schemas.ts';
import { authorized, openTestService, post, type TestService } from './test-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await openTestService();
});
afterEach(() => service[Symbol.asyncDispose]());

describe('runs', () => {
  test('the list is newest first, with broken folders named and notes beside', async () => {
    const older = await service.addRun([]);
    const newer = await service.addRun([]);
    await mkdir(join(service.root, 'runs', '20200101_000000'));
    await service.catalog.annotate(older.id, { note: 'kept' });
    const { body } = await service.get('/api/runs');
    expect(schemas.runs.parse(body).runs.map(({ id }) => id)).toEqual([newer.id, older.id]);
    expect(body.broken).toMatchObject([{ id: '20200101_000000' }]);
    expect(body.annotations).toEqual({ [older.id]: { tags: [], note: 'kept', archived: false } });
  });

  test('a run comes with its job', async () => {
    const { id } = await service.addRun([], () => ({}), { name: 'mine' });
    const { body } = await service.get(`/api/runs/${id}`);
    expect(schemas.run.parse(body)).toMatchObject({ record: { id }, job: { name: 'mine' } });
    expect(body.file).toBe('job.json');
  });

  test('a run whose process was killed is shown as stopped', async () => {
    const { id } = await service.addRun([], () => ({ state: 'running' }));
    expect((await service.get(`/api/runs/${id}`)).body.record).toMatchObject({
      state: 'stopped',
      reason: 'cut off; it can be resumed',
    });
    expect((await service.get('/api/runs')).body.runs[0].state).toBe('stopped');
  });

  test('a living run is shown as the daemon knows it', async () => {
    const job = { file: 'a.json', text: '{"evaluations":1000000,"delay_ms":20}' };
    const dropped = await (await service.app.request('/api/jobs', post(job))).json();
    await expect
      .poll(async () => {
        const { body } = await service.get(`/api/runs/${dropped.run}`);
        return body.record.state === 'running' && body.record.symbols[0].counts.evaluations > 0;
      })
      .toBe(true);
    expect((await service.get('/api/runs')).body.runs[0].state).toBe('running');
  });

  test('its log is shown from the end, broken lines left out', async () => {
    const { id } = await service.addRun([]);
    const lines = Array.from({ length: 30 }, (_, index) =>
      JSON.stringify({ at: '2026-11-21T10:00:00Z', level: 'info', message: `line ${index}` }),
    );
    const text = `${lines.join('\n')}\n{"torn":\nnull\n`;
    await writeFile(join(service.store.folder(id), 'log.jsonl'), text);
    const { body } = await service.get(`/api/runs/${id}/log?tail=2`);
    expect(schemas.log.parse(body).lines.map(({ message }) => message)).toEqual([
      'line 28',
      'line 29',
    ]);
    await rm(join(service.store.folder(id), 'log.jsonl'));
    expect((await service.get(`/api/runs/${id}/log`)).body).toEqual({ lines: [] });
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
    expect((await service.get('/api/runs')).body.annotations[id]).toMatchObject({
      tags: ['spy'],
      archived: true,
    });
    expect((await patch({ promoted_at: 'now' })).status).toBe(400);
    expect((await patch({ tags: 'spy' })).status).toBe(400);
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
