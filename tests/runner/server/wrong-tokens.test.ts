import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWrongTokens, MOST_WRONG } from '../../../runner/server/wrong-tokens.ts';
import { type AttackedService, bearer, json, openAttackedService } from './attacked-service.ts';
import { openTestService, TOKEN } from './test-service.ts';

let service: AttackedService;
beforeAll(async () => {
  service = await openAttackedService();
});
afterAll(() => service[Symbol.asyncDispose]());

describe('a change without the token', () => {
  const CHANGES = () => [
    ...service.changes(),
    { method: 'DELETE', path: `/api/runs/${service.runId}` },
    { method: 'PUT', path: '/' },
    { method: 'POST', path: '/nothing' },
  ];

  test('is tried on every route that changes something', () => {
    expect(service.changes().length).toBeGreaterThanOrEqual(10);
    expect(service.changes().map(({ path }) => path)).toContain('/api/promotions');
  });

  test.each([
    ['none', {}],
    ['a wrong one', { authorization: 'Bearer wrong' }],
    ['one of the same length', { authorization: `Bearer ${'x'.repeat(TOKEN.length)}` }],
    ['the beginning of it', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['more than it', { authorization: `Bearer ${TOKEN}x` }],
    ['another scheme', { authorization: `Basic ${TOKEN}` }],
    ['an empty one', { authorization: 'Bearer ' }],
    ['a cookie', { cookie: `token=${TOKEN}` }],
  ])('is refused: %s', async (_what, headers) => {
    for (const change of CHANGES()) {
      const body = '{"file":"evil.json","text":"{\\"evaluations\\":1}"}';
      const answer = await service.ask({ ...change, headers: { ...json, ...headers }, body });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('Bearer');
      expect(answer.body).not.toContain(TOKEN);
    }
    expect(service.daemon.jobs()).toEqual([]);
  });

  test('is refused with the token in the query', async () => {
    const path = `/api/jobs?token=${TOKEN}&access_token=${TOKEN}`;
    expect((await service.ask({ method: 'POST', path, headers: json, body: '{}' })).status).toBe(
      401,
    );
  });

  test('is refused as a GET that pretends to be another method', async () => {
    const headers = { 'x-http-method-override': 'POST', 'x-method-override': 'POST' };
    const { status } = await service.ask({ path: `/api/runs/${service.runId}/stop`, headers });
    expect(status).toBe(404);
  });
});

describe('more than can be answered', () => {
  const to = () => `/api/runs/${service.runId}/stop`;

  test('of wrong tokens ends in silence for a while, for that server alone', async () => {
    await using other = await openTestService();
    const send = (token: string) =>
      other.app.request('/api/runs/20200101_000000/stop', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      });
    for (let n = 0; n < MOST_WRONG; n++) expect((await send(`wrong ${n}`)).status).toBe(401);
    const [wrong, right] = [await send('wrong'), await send(TOKEN)];
    expect([wrong.status, right.status]).toEqual([429, 429]);
    expect(Number(wrong.headers.get('retry-after'))).toBeGreaterThan(0);
    // Reading goes on, and whoever sends none is told that one is needed.
    expect((await other.app.request('/api/runs')).status).toBe(200);
    expect((await other.app.request('/api/jobs', { method: 'POST' })).status).toBe(401);
    expect((await service.ask({ method: 'POST', path: to(), headers: bearer })).status).toBe(409);
  });

  test('of wrong tokens is forgotten after a minute, and counted by address', () => {
    let now = 0;
    const wrong = createWrongTokens(() => now);
    for (let n = 0; n < MOST_WRONG; n++) wrong.note('10.0.0.1');
    expect([wrong.wait('10.0.0.1'), wrong.wait('10.0.0.2')]).toEqual([60, 0]);
    now = 60_000;
    expect(wrong.wait('10.0.0.1')).toBe(0);
  });
});

test('nothing of all this went wrong inside', () => service.expectUnharmed());
