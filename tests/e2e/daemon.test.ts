import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ensureSampleData } from '../../harness/embedded/data/sample-data.ts';
import type { RunRecord } from '../../runner/domain/run-record.ts';
import { readLock } from '../../runner/run/lock.ts';
import { openRunStore, type RunStore } from '../../runner/run/run-store.ts';
import type { BestView, JobsView, PointsView } from '../../runner/server/views.ts';
import { endProcess, type StartedDaemon, startDaemon, waiting } from './started-daemon.ts';

let home: string;
let store: RunStore;
const daemons: StartedDaemon[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'leantune-e2e-daemon-'));
  store = openRunStore(join(home, 'runs'));
  await ensureSampleData(join(home, '.leantune', 'sample-data'));
});

afterEach(() => Promise.all(daemons.splice(0).map((one) => one[Symbol.asyncDispose]())));
afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

async function start(): Promise<StartedDaemon> {
  const started = await startDaemon(home);
  daemons.push(started);
  return started;
}

/** Backtests of 60 ms each, most of which they sleep. */
function job(samples: number, slots: number): string {
  return JSON.stringify({
    name: 'e2e',
    strategy: 'tests/fixtures/strategies/slow-sma-cross.ts',
    data: 'sample',
    symbol: 'SPX',
    start: '2000-01-03',
    end: '2020-04-17',
    parameters: [
      { name: 'fast', type: 'int', min: 2, max: 60 },
      { name: 'slow', type: 'int', min: 20, max: 300 },
    ],
    rules: ['fast < slow'],
    fitness: 'calmar',
    stages: [{ sampler: 'random', samples }],
    seed: 7,
    slots,
  });
}

async function get<View>(url: string): Promise<View> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return (await response.json()) as View;
}

const newest = async (): Promise<RunRecord | undefined> => (await store.list()).records[0];
const evaluated = async () => {
  const record = await newest();
  return record === undefined ? [] : store.evaluations(record.id, 'SPX');
};
const untilComplete = () =>
  vi.waitUntil(async () => (await newest())?.state === 'complete', waiting);

describe('serve', () => {
  const file = () => join(home, 'config', 'e2e.json');

  test('runs a dropped job, goes on after a kill, and shows the run', async () => {
    const first = await start();
    // Half a minute of work, so that some is left however late it is killed.
    await writeFile(file(), job(600, 1));
    await vi.waitUntil(async () => (await evaluated()).length > 50, waiting);
    await endProcess(first.child, 'SIGKILL');
    expect((await newest())?.state).not.toBe('complete');

    await writeFile(file(), job(600, 8));
    const { url } = await start();
    await untilComplete();
    const record = (await newest()) as RunRecord;
    const ids = (await evaluated()).map(({ id }) => id).sort((a, b) => a - b);
    expect(ids).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
    expect((await store.list()).records).toHaveLength(1);

    const symbol = `${url}/api/runs/${record.id}/symbols/SPX`;
    const points = await get<PointsView>(`${symbol}/points?max=100`);
    expect(points.total).toBe(ids.length);
    expect(points.points).toHaveLength(100);
    const best = await get<BestView>(`${symbol}/best`);
    expect(best.evaluation?.fitness).toBe(record.symbols[0]?.best?.fitness);
    expect(best.equity.length).toBeGreaterThan(100);
    expect(best.drawdown.length).toBeGreaterThan(100);
    expect(Object.keys(best.statistics)).toContain('Sharpe Ratio');

    const now = new Date();
    await utimes(file(), now, now);
    await vi.waitUntil(async () => {
      const { jobs } = await get<JobsView>(`${url}/api/jobs`);
      return jobs[0]?.message?.includes('is complete');
    }, waiting);
    expect((await store.list()).records).toHaveLength(1);
  });

  test('goes on with a larger budget handed in over the API, and drains at a signal', async () => {
    const { child, ask } = await start();
    const before = (await evaluated()).length;
    const body = JSON.stringify({ file: 'e2e.json', text: job(1_200, 1) });
    const response = await ask('/api/jobs', { method: 'POST', body });
    expect(await response.json()).toMatchObject({ state: 'queued', run: (await newest())?.id });
    await vi.waitUntil(async () => (await evaluated()).length > before, waiting);
    await endProcess(child, 'SIGINT');
    expect(child.exitCode).toBe(0);
    expect(await readLock(store.root)).toBeNull();
    expect((await newest())?.state).toBe('stopped');
  });

  test('says beside a bad job what is wrong with it, and goes on', async () => {
    const { url } = await start();
    const bad = join(home, 'config', 'bad.json');
    await writeFile(bad, '{ "strategy": "sma-cross", "samples": ');
    await expect
      .poll(() => readFile(`${bad}.error.txt`, 'utf8').catch(() => ''), waiting)
      .toContain('bad.json');
    expect(await get(`${url}/api/health`)).toMatchObject({ status: 'ok' });
  });
});
