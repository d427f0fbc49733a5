import { once } from 'node:events';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createReaderSessions } from '../../runner/server/reader-session.ts';
import { openForwardingProxy } from '../fixtures/forwarding-proxy.ts';
import { fakeEvaluation } from '../runner/daemon/fake-runner.ts';
import { authorized, openTestService, post, TOKEN } from '../runner/server/test-service.ts';
import { type BuiltSite, buildSite, canBrowse } from './product-site.ts';
import { axeViolations, overflow, watchedPage } from './watched-page.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** A server behind a proxy of this machine. */
async function openBehindProxy(site?: string) {
  const proxy = await openForwardingProxy();
  const service = await openTestService({ hosts: [proxy.host], site });
  proxy.to(service.url);
  return {
    proxy,
    service,
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}

async function watch(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const sent = get(url, { agent: false, headers });
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.on('error', () => {}).resume();
  return response;
}

describe('a browser on another machine', () => {
  test('X41 reads nothing until it has shown the token, and then reads all', async () => {
    await using opened = await openBehindProxy();
    const { proxy, service } = opened;
    const { id } = await service.addRun([fakeEvaluation(1)]);
    const paths = [
      '/api/runs',
      `/api/runs/${id}`,
      '/api/events',
      '/api/metrics',
      '/api/openapi.json',
    ];
    for (const path of paths) {
      expect((await fetch(`${proxy.url}${path}`)).status, path).toBe(401);
      // Nobody is let in by what only a proxy of the machine itself may say.
      const lies = { 'x-forwarded-for': '127.0.0.1' };
      expect((await fetch(`${service.url}${path}`, { headers: lies })).status, path).toBe(401);
    }
    expect((await fetch(`${proxy.url}/`)).status).toBe(200);

    const wrong = { authorization: `Bearer ${TOKEN}x` };
    const refused = await fetch(`${proxy.url}/api/session`, { method: 'POST', headers: wrong });
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null]);
    const given = await fetch(`${proxy.url}/api/session`, { method: 'POST', headers: authorized });
    expect(given.status).toBe(204);
    const set = given.headers.get('set-cookie') ?? '';
    expect(set).toMatch(
      /^leantune-[\w-]{8}=\d+\.[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(set).not.toContain(TOKEN);
    const cookie = set.split(';')[0] ?? '';
    for (const path of paths.filter((one) => one !== '/api/events')) {
      expect((await fetch(`${proxy.url}${path}`, { headers: { cookie } })).status, path).toBe(200);
    }
    const stream = await watch(`${proxy.url}/api/events`, { cookie });
    expect(stream.statusCode).toBe(200);
    stream.destroy();
    // It changes nothing: another site may make a browser send it.
    const stop = `${proxy.url}/api/runs/${id}/stop`;
    expect((await fetch(stop, { method: 'POST', headers: { cookie } })).status).toBe(401);
    const [name, value = ''] = cookie.split('=');
    const later = `${name}=${Number(value.split('.')[0]) + 1}.${value.split('.')[1]}`;
    for (const forged of [later, `${name}=`, `${name}=.`, `${name}=9e99.x`, `${cookie}x`]) {
      const headers = { cookie: forged };
      expect((await fetch(`${proxy.url}/api/runs`, { headers })).status, forged).toBe(401);
    }
  });

  test('X41 is asked again when its cookie is too old, or another token holds', async () => {
    let now = 1_000_000;
    const sessions = createReaderSessions(TOKEN, () => now);
    const { OpenAPIHono } = await import('@hono/zod-openapi');
    const app = new OpenAPIHono();
    sessions.addRoute(app);
    app.get('/mine', (context) => context.json(sessions.isGiven(context)));
    app.get('/other', (context) =>
      context.json(createReaderSessions(`${TOKEN}2`, () => now).isGiven(context)),
    );
    const set = (await app.request('/api/session', { method: 'POST' })).headers.get('set-cookie');
    const headers = { cookie: set?.split(';')[0] ?? '' };
    const ask = async (path: string) => (await app.request(path, { headers })).json();
    expect([await ask('/mine'), await ask('/other')]).toEqual([true, false]);
    now += 31 * 86_400_000;
    expect(await ask('/mine')).toBe(false);
    const secure = { 'x-forwarded-proto': 'https' };
    const encrypted = await app.request('/api/session', { method: 'POST', headers: secure });
    expect(encrypted.headers.get('set-cookie')).toContain('; Secure');
  });
});

describe('many clients', () => {
  test('X44 512 may watch; one more is told to come again; all are forgotten when they leave', async () => {
    await using service = await openTestService();
    const all: IncomingMessage[] = [];
    for (let client = 0; client < 512; client++) {
      all.push(await watch(`${service.url}/api/events`));
    }
    expect(all.every(({ statusCode }) => statusCode === 200)).toBe(true);
    expect((await fetch(`${service.url}/api/events`)).status).toBe(503);
    expect((await fetch(`${service.url}/api/runs`)).status).toBe(200);
    for (const response of all) response.destroy();
    await vi.waitUntil(
      async () => {
        const again = await watch(`${service.url}/api/events`);
        again.destroy();
        return again.statusCode === 200;
      },
      { timeout: 300_000, interval: 100 },
    );
  });

  test('X45 thousands of hostile requests leave nothing behind in memory', async () => {
    await using service = await openTestService();
    const { id } = await service.addRun([fakeEvaluation(1)]);
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`${service.url}${path}`, init)
        .then((response) => response.arrayBuffer())
        .catch(() => null);
    let count = 0;
    const round = async () => {
      for (let turn = 0; turn < 60; turn++) {
        const odd = `${count++}-${'x'.repeat(500)}`;
        await Promise.all([
          ask(`/api/runs/${odd}`),
          ask(`/api/runs/${id}/symbols/${odd}/points?max=10`),
          ask(`/api/runs?${odd}=1`),
          ask(`/${odd}/..%2f..%2fetc/passwd`),
          ask('/api/jobs', post({ file: `../${odd}.json`, text: '{}' })),
          ask('/api/jobs', {
            method: 'POST',
            headers: { authorization: `Bearer ${odd}` },
            body: '{',
          }),
          ask('/api/session', { method: 'POST', headers: { authorization: `Bearer ${odd}` } }),
          ask('/api/runs', { headers: { 'x-forwarded-for': odd, cookie: `leantune-x=${odd}` } }),
          ask(`/api/studies/${odd}`),
          ask('/api/jobs', { ...post({}), body: 'z'.repeat(200_000) }),
        ]);
      }
      // Two rounds of the event loop, so that what ended is let go of.
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    await round();
    const held: number[] = [];
    for (let turn = 0; turn < 9; turn++) held.push(await round());
    // 2,400 requests in between: a kilobyte kept of each would be more. What else the process comes
    // to hold by chance, it does not come to hold again and again.
    const grown = held.slice(4).map((bytes, turn) => bytes - (held[turn] ?? 0));
    expect(Math.min(...grown), held.join()).toBeLessThan(2_400 * 1_024);
    expect(service.errors).toEqual([]);
  });
});

const can = canBrowse('Faults in Chromium');

describe.skipIf(!can)('pages in Chromium', () => {
  let site: BuiltSite;

  beforeAll(async () => {
    site = await buildSite();
  });

  afterAll(async () => {
    await site?.close();
  });

  test('X41 a browser elsewhere is asked for the token once, and is live then', async () => {
    await using opened = await openBehindProxy(site.folder);
    const { proxy, service } = opened;
    const { id } = await service.addRun([fakeEvaluation(1)]);
    const expected = /401|Failed to load resource/;
    const { page, complaints } = await watchedPage(site.browser, proxy.url, { expected });
    await page.goto(`/run/?id=${id}`);
    await page.getByRole('heading', { name: 'Token needed' }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeViolations(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 800 });
    await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0);
    await page.getByLabel('Token', { exact: true }).fill('not the token');
    await page.getByRole('button', { name: 'Use token' }).click();
    await page.getByText('That is not the token of this server.').waitFor();
    await page.getByLabel('Token', { exact: true }).fill(TOKEN);
    await page.getByRole('button', { name: 'Use token' }).click();
    await page.waitForURL(`**/run/?id=${id}`);
    await page.locator('connection-status', { hasText: /live/i }).waitFor();
    await page.goto('/');
    await page.locator(`runs-table a[href*="${id}"]`).first().waitFor();
    await page.locator('connection-status', { hasText: /live/i }).waitFor();
    // No other site can be named as the way back.
    await page.goto('/token/?to=//evil.test/');
    await page.getByLabel('Token', { exact: true }).fill(TOKEN);
    await page.getByRole('button', { name: 'Use token' }).click();
    await page.waitForURL(`${proxy.url}/`);
    expect(complaints).toEqual([]);
  });

  test('X47 a broken run stands beside good ones, and one that is being written is shown', async () => {
    await using service = await openTestService({ site: site.folder });
    const { id } = await service.addRun([fakeEvaluation(1), fakeEvaluation(2)]);
    const broken = join(service.store.root, '20260101_000000');
    await mkdir(broken);
    await writeFile(join(broken, 'run.json'), '{"v":1,"id":"2026');
    await appendFile(
      join(service.store.folder(id), 'SPY', 'evaluations.jsonl'),
      '{"v":1,"id":3,"stage":"ran',
    );
    const { page, complaints } = await watchedPage(site.browser, service.url);
    await page.goto('/');
    await page.locator(`runs-table a[href*="${id}"]`).first().waitFor();
    const damaged = page.locator('details', { hasText: '20260101_000000' });
    await damaged.locator('summary').click();
    await damaged.getByText('20260101_000000').waitFor();
    await page.goto(`/run/?id=${id}`);
    await page.locator('top-table').getByRole('link', { name: '#2' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('X04 lines that were set aside are counted on the run’s page', async () => {
    await using service = await openTestService({ site: site.folder });
    const { id } = await service.addRun([fakeEvaluation(1)], ({ symbols }) => ({
      symbols: symbols.map((symbol) => ({
        ...symbol,
        counts: { ...symbol.counts, evaluations: 1, complete: 1, rejected_lines: 2 },
      })),
    }));
    const { page } = await watchedPage(site.browser, service.url);
    await page.goto(`/run/?id=${id}`);
    await page.getByText('2 damaged lines').waitFor();
  });
});
