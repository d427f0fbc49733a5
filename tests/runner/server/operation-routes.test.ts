import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openTestService, post, type TestService } from './test-service.ts';

let service: TestService;

beforeEach(async () => {
  service = await openTestService();
});

afterEach(() => service[Symbol.asyncDispose]());

/** `name{labels}` → value, of Prometheus's text format. */
async function scrape(): Promise<ReadonlyMap<string, number>> {
  const response = await service.app.request('/api/metrics');
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split('\n').filter((line) => !/^(#|$)/.test(line));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

/** A busy machine is no failure. */
const PATIENT = { timeout: 120_000 };

describe('GET /api/metrics', () => {
  test('counts evaluations by status and runs by state', async () => {
    expect((await scrape()).get('leantune_evaluations_total{status="complete"}')).toBe(0);
    const text = '{"evaluations":30,"delay_ms":0}';
    await service.app.request('/api/jobs', post({ file: 'a.json', text }));
    await vi.waitFor(async () => {
      const figures = await scrape();
      const made = ['complete', 'invalid', 'failed', 'pruned'].map(
        (status) => figures.get(`leantune_evaluations_total{status="${status}"}`) ?? Number.NaN,
      );
      expect(made.reduce((sum, count) => sum + count, 0)).toBe(30);
      expect(figures.get('leantune_runs_ended_total{state="complete"}')).toBe(1);
      expect(figures.get('leantune_runs{state="running"}')).toBe(0);
    }, PATIENT);
  });

  test('shows a run that runs with its rate, and the free space of the disk', async () => {
    const text = '{"name":"a \\"quoted\\" name","evaluations":1000000,"delay_ms":20}';
    const dropped = await service.app.request('/api/jobs', post({ file: 'b.json', text }));
    expect(dropped.status).toBeLessThan(300);
    await vi.waitFor(async () => {
      const figures = await scrape();
      expect(figures.get('leantune_runs{state="running"}')).toBe(1);
      expect(figures.get('leantune_disk_free_bytes')).toBeGreaterThan(0);
    }, PATIENT);
  });
});

describe('GET /api/ready', () => {
  test('is 200 while jobs can be taken, 503 with the reason where the runs folder is gone', async () => {
    expect((await service.app.request('/api/ready')).status).toBe(200);
    await rm(join(service.root, 'runs'), { recursive: true, maxRetries: 5 });
    const response = await service.app.request('/api/ready');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('ENOENT') });
  });
});
