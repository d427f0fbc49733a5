import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { limitRate } from '../../../runner/server/request-rate.ts';
import { openTestService, TOKEN } from './test-service.ts';

const from = (remoteAddress: string) => ({
  incoming: { socket: { remoteAddress, localAddress: '192.168.0.1', localPort: 80 } },
});

describe('limitRate()', () => {
  /** A server that allows 3 requests at once and 2 a second, at a time that the test sets. */
  function serve() {
    const time = { ms: 0 };
    const app = new Hono();
    app.use(limitRate({ rateOf: () => ({ burst: 3, perSecond: 2 }), now: () => time.ms }));
    app.all('*', (context) => context.text('here'));
    const ask = async (address: string, method = 'GET', path = '/') =>
      (await app.request(path, { method }, from(address))).status;
    return { app, time, ask };
  }

  test('tells who asks too quickly when to come again, and lets it in then', async () => {
    const { app, time, ask } = serve();
    for (let n = 0; n < 3; n++) expect(await ask('192.168.0.2')).toBe(200);
    const late = await app.request('/', {}, from('192.168.0.2'));
    expect(late.status).toBe(429);
    expect(late.headers.get('retry-after')).toBe('1');
    expect(await late.json()).toMatchObject({ status: 429, title: 'Too Many Requests' });
    time.ms = 1_000;
    const later = [await ask('192.168.0.2'), await ask('192.168.0.2'), await ask('192.168.0.2')];
    expect(later).toEqual([200, 200, 429]);
    time.ms = 60_000;
    for (let n = 0; n < 3; n++) expect(await ask('192.168.0.2')).toBe(200);
    expect(await ask('192.168.0.2')).toBe(429);
  });

  test('counts each address on its own, and a network of IPv6 as one', async () => {
    const { ask } = serve();
    for (let n = 0; n < 4; n++) await ask('192.168.0.2');
    expect(await ask('192.168.0.2')).toBe(429);
    expect(await ask('192.168.0.3')).toBe(200);
    for (const host of ['::1', '0:0:1::', ':ffff:0:0:9']) await ask(`2001:db8:1:2:${host}`);
    expect(await ask('2001:db8:1:2::77')).toBe(429);
    expect(await ask('2001:db8:1:3::77')).toBe(200);
  });

  test('lets changes through while another reads without end', async () => {
    const { ask } = serve();
    for (let n = 0; n < 5; n++) await ask('127.0.0.1');
    expect(await ask('127.0.0.1', 'POST', '/api/jobs/check')).toBe(429);
    expect(await ask('127.0.0.1', 'POST', '/api/runs/1/stop')).toBe(200);
  });

  test('forgets who came long ago, and keeps nobody else waiting for it', async () => {
    const { ask } = serve();
    for (let n = 0; n < 4; n++) await ask('10.0.0.1');
    for (let n = 0; n < 1_000; n++) await ask(`10.1.${n >> 8}.${n & 255}`);
    expect(await ask('10.0.0.1')).toBe(200);
  });

  test('leaves what is asked in the process alone', async () => {
    const { app } = serve();
    for (let n = 0; n < 10; n++) expect((await app.request('/')).status).toBe(200);
  });
});

test('a client elsewhere that asks in a loop is told to come again', async () => {
  await using service = await openTestService();
  const ask = async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const url = 'http://192.168.0.1/api/health';
    return (await service.app.request(url, { headers }, from('192.168.0.2'))).status;
  };
  const answers = new Set<number>();
  // Sixty a second are given back meanwhile.
  while (!answers.has(429)) {
    for (const status of await Promise.all(Array.from({ length: 500 }, ask))) answers.add(status);
  }
  expect([...answers]).toEqual([200, 429]);
});
