import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AttackedService, bearer, json, openAttackedService } from './attacked-service.ts';

let service: AttackedService;
beforeAll(async () => {
  service = await openAttackedService();
});
afterAll(() => service[Symbol.asyncDispose]());

describe('a request under a name that is not ours', () => {
  test.each([
    ['evil.test'],
    ['evil.test:PORT'],
    ['localhost.:PORT'],
    ['127.0.0.1.:PORT'],
    ['localhost:1'],
    ['localhost'],
    ['127.0.0.1'],
    ['127.1:PORT'],
    ['2130706433:PORT'],
    ['0x7f000001:PORT'],
    ['0.0.0.0:PORT'],
    ['[::]:PORT'],
    ['[::ffff:127.0.0.1]:PORT'],
    ['localhost:PORT@evil.test'],
    ['evil.test#localhost:PORT'],
    ['localhost.evil.test:PORT'],
    ['box.lan'],
    ['box.lan:PORT'],
  ])('is refused on every route: %s', async (name) => {
    const host = name.replace('PORT', String(service.port));
    for (const path of service.readable()) {
      const { status, body, headers } = await service.ask({ path, headers: { host, ...bearer } });
      expect([400, 403], `${path} ${body}`).toContain(status);
      expect(headers['content-type']).toBe('application/problem+json');
    }
  });

  test.each([['localhost:PORT'], ['LOCALHOST:PORT'], ['127.0.0.1:PORT'], ['box.lan:8899']])(
    'is answered where the name is ours: %s',
    async (name) => {
      const host = name.replace('PORT', String(service.port));
      for (const path of ['/', '/api/runs', '/api/events']) {
        expect((await service.ask({ path, headers: { host } })).status).toBe(200);
      }
    },
  );

  test('is refused where only the request line holds it', async () => {
    const host = `localhost:${service.port}`;
    const { status } = await service.ask({ path: 'http://evil.test/api/runs', headers: { host } });
    expect([400, 403]).toContain(status);
  });
});

describe("a request from another site's page", () => {
  const CROSS = () =>
    [
      ['an origin', { origin: 'http://evil.test' }],
      ['no origin that it would name', { origin: 'null' }],
      ['another port', { origin: 'http://localhost:3000' }],
      ['a name that begins like ours', { origin: `http://localhost:${service.port}.evil.test` }],
      ['another name of ours', { origin: `http://127.0.0.1:${service.port}` }],
      ['a browser that calls it cross-site', { 'sec-fetch-site': 'cross-site' }],
      ['a browser that calls it same-site', { 'sec-fetch-site': 'same-site' }],
      [
        'a frame',
        {
          'sec-fetch-site': 'cross-site',
          'sec-fetch-mode': 'navigate',
          'sec-fetch-dest': 'iframe',
        },
      ],
    ] as const;

  test('is refused on every route', async () => {
    const host = `localhost:${service.port}`;
    for (const [what, headers] of CROSS()) {
      for (const path of service.readable()) {
        const answer = await service.ask({ path, headers: { host, ...bearer, ...headers } });
        expect(answer.status, `${what}: ${path}`).toBe(403);
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
    }
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json'])(
    'changes nothing, sent as %s',
    async (type) => {
      const host = `localhost:${service.port}`;
      const body = '{"file":"evil.json","text":"{\\"evaluations\\":1}"}';
      for (const [, cross] of CROSS()) {
        const headers = { host, ...bearer, ...cross, 'content-type': type };
        expect(
          (await service.ask({ method: 'POST', path: '/api/jobs', headers, body })).status,
        ).toBe(403);
      }
      expect(service.daemon.jobs()).toEqual([]);
    },
  );

  test('is refused on every route that changes something', async () => {
    const host = `localhost:${service.port}`;
    for (const [what, cross] of CROSS()) {
      for (const { method, path } of service.changes()) {
        const headers = { host, ...bearer, ...json, ...cross };
        const answer = await service.ask({ method, path, headers, body: '{}' });
        expect(answer.status, `${what}: ${method} ${path}`).toBe(403);
      }
    }
  });

  test('gets no leave from a preflight', async () => {
    const headers = {
      host: `localhost:${service.port}`,
      origin: 'http://evil.test',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    };
    const answer = await service.ask({ method: 'OPTIONS', path: '/api/jobs', headers });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).join()).not.toContain('access-control');
  });

  test('may be a link to one of our pages, but not to an answer', async () => {
    const link = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await service.ask({ path: '/', headers: link })).status).toBe(200);
    expect((await service.ask({ path: '/api/runs', headers: link })).status).toBe(403);
    expect((await service.ask({ method: 'POST', path: '/', headers: link })).status).toBe(403);
  });

  test('our own pages are answered', async () => {
    const headers = {
      origin: `http://127.0.0.1:${service.port}`,
      'sec-fetch-site': 'same-origin',
    };
    expect((await service.ask({ path: '/api/runs', headers })).status).toBe(200);
  });
});

test('nothing of all this went wrong inside', () => service.expectUnharmed());
