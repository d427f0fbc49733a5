import { once } from 'node:events';
import { stat, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MOST_WAITING } from '../../../runner/server/analyses.ts';
import { MOST_DEAR } from '../../../runner/server/dear-routes.ts';
import { createWrongTokens, MOST_WRONG } from '../../../runner/server/wrong-tokens.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';
import { apiRoutes } from './api-routes.ts';
import { openTestService, type TestService, TOKEN } from './test-service.ts';

let service: TestService;
let runId: string;

beforeAll(async () => {
  service = await openTestService({ hosts: ['box.lan:8899'] });
  runId = (await service.addRun([])).id;
  await writeFile(join(service.root, 'runs', 'secret.txt'), 'a secret among the runs');
});

afterAll(() => service[Symbol.asyncDispose]());

interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks over a real socket, with path and headers as they are. */
function ask({ method = 'GET', path = '/', headers = {}, body }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const framed =
      body === undefined || 'transfer-encoding' in headers
        ? headers
        : { 'content-length': String(Buffer.byteLength(body)), ...headers };
    const to = { host: '127.0.0.1', port: service.port, agent: false };
    const sent = request({ ...to, method, path, headers: framed });
    sent.on('response', async (response) => {
      const status = response.statusCode ?? 0;
      // A stream that was let in never ends.
      if (response.headers['content-type']?.startsWith('text/event-stream')) {
        sent.destroy();
        resolve({ status, headers: response.headers, body: '' });
        return;
      }
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part);
      resolve({ status, headers: response.headers, body: Buffer.concat(parts).toString() });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const bearer = { authorization: `Bearer ${TOKEN}` };
const json = { 'content-type': 'application/json' };
const PAGES = ['/', '/run/', '/assets/page.Dk3_a.js', '/nothing', '/api/openapi.json'];

/** Every route that there is, new ones among them, with something in the place of its parameters. */
function routes(values: Readonly<Record<string, string>> = {}) {
  const given: Readonly<Record<string, string>> = { run: runId, symbol: 'SPY', id: '1', ...values };
  return apiRoutes(service.app).map(({ method, path }) => ({
    method,
    path: path.replaceAll(/:(\w+)/g, (_all, name: string) => given[name] ?? 'x'),
  }));
}

const ROUTES = () => [
  ...PAGES,
  ...routes().flatMap(({ method, path }) => (method === 'GET' ? [path] : [])),
];
const changes = () => routes().filter(({ method }) => method !== 'GET');

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
    for (const path of ROUTES()) {
      const { status, body, headers } = await ask({ path, headers: { host, ...bearer } });
      expect([400, 403], `${path} ${body}`).toContain(status);
      expect(headers['content-type']).toBe('application/problem+json');
    }
  });

  test.each([['localhost:PORT'], ['LOCALHOST:PORT'], ['127.0.0.1:PORT'], ['box.lan:8899']])(
    'is answered where the name is ours: %s',
    async (name) => {
      const host = name.replace('PORT', String(service.port));
      for (const path of ['/', '/api/runs', '/api/events']) {
        expect((await ask({ path, headers: { host } })).status).toBe(200);
      }
    },
  );

  test('is refused where only the request line holds it', async () => {
    const host = `localhost:${service.port}`;
    const { status } = await ask({ path: 'http://evil.test/api/runs', headers: { host } });
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
      for (const path of ROUTES()) {
        const answer = await ask({ path, headers: { host, ...bearer, ...headers } });
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
        expect((await ask({ method: 'POST', path: '/api/jobs', headers, body })).status).toBe(403);
      }
      expect(service.daemon.jobs()).toEqual([]);
    },
  );

  test('is refused on every route that changes something', async () => {
    const host = `localhost:${service.port}`;
    for (const [what, cross] of CROSS()) {
      for (const { method, path } of changes()) {
        const headers = { host, ...bearer, ...json, ...cross };
        const answer = await ask({ method, path, headers, body: '{}' });
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
    const answer = await ask({ method: 'OPTIONS', path: '/api/jobs', headers });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).join()).not.toContain('access-control');
  });

  test('may be a link to one of our pages, but not to an answer', async () => {
    const link = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await ask({ path: '/', headers: link })).status).toBe(200);
    expect((await ask({ path: '/api/runs', headers: link })).status).toBe(403);
    expect((await ask({ method: 'POST', path: '/', headers: link })).status).toBe(403);
  });

  test('our own pages are answered', async () => {
    const headers = {
      origin: `http://127.0.0.1:${service.port}`,
      'sec-fetch-site': 'same-origin',
    };
    expect((await ask({ path: '/api/runs', headers })).status).toBe(200);
  });
});

describe('a change without the token', () => {
  const CHANGES = () => [
    ...changes(),
    { method: 'DELETE', path: `/api/runs/${runId}` },
    { method: 'PUT', path: '/' },
    { method: 'POST', path: '/nothing' },
  ];

  test('is tried on every route that changes something', () => {
    expect(changes().length).toBeGreaterThanOrEqual(10);
    expect(changes().map(({ path }) => path)).toContain('/api/promotions');
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
      const answer = await ask({ ...change, headers: { ...json, ...headers }, body });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('Bearer');
      expect(answer.body).not.toContain(TOKEN);
    }
    expect(service.daemon.jobs()).toEqual([]);
  });

  test('is refused with the token in the query', async () => {
    const path = `/api/jobs?token=${TOKEN}&access_token=${TOKEN}`;
    expect((await ask({ method: 'POST', path, headers: json, body: '{}' })).status).toBe(401);
  });

  test('is refused as a GET that pretends to be another method', async () => {
    const headers = { 'x-http-method-override': 'POST', 'x-method-override': 'POST' };
    const { status } = await ask({ path: `/api/runs/${runId}/stop`, headers });
    expect(status).toBe(404);
  });
});

describe('a path that leads out', () => {
  test.each([
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets/%252e%252e%252fsecret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '//etc/passwd',
    '/assets//../../secret.txt',
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/%00/../../secret.txt',
    '/.%00./secret.txt',
    '/%c0%ae%c0%ae/secret.txt',
    '/api/runs/..',
    '/api/runs/..%2fsecret.txt',
    '/api/runs/%2e%2e%2f%2e%2e%2fsecret.txt/log',
    '/api/runs/..%5c..%5csecret/log',
    '/api/runs/.%2f20200101_000000/log',
    '/api/runs/20200101_000000%2f..%2f..%2fdist/log',
    '/api/runs/20200101_000000%00/log',
    '/api/runs/%2fetc%2fpasswd/log',
    '/api/runs/secret.txt',
    '/api/runs/__proto__',
    '/api/runs/RUN/symbols/..%2f..%2fsecret.txt/best',
    '/api/runs/RUN/symbols/..%5c../best',
    '/api/runs/RUN/symbols/__proto__/points',
    '/api/runs/RUN/symbols/%00/points',
    '/api/runs/RUN/symbols/%/points',
  ])('is refused: %s', async (path) => {
    const { status, body } = await ask({ path: path.replace('RUN', runId) });
    expect([400, 404]).toContain(status);
    expect(body).not.toContain('a secret');
    expect(body).not.toContain('root:');
    expect(body).not.toContain(service.root);
  });
});

describe('an id that leads out', () => {
  // Without `..` alone, which a client takes out of the path before it asks.
  const VALUES = [
    '..%2f..%2fsecret.txt',
    '..%5csecret.txt',
    '%2fetc%2fpasswd',
    '%00',
    '%',
    '%c0%ae%c0%ae',
    '%ef%bc%8e%ef%bc%8e',
    '__proto__',
    'constructor',
    'toString',
    '20200101_000000%0a',
    '%e2%80%ae',
    'x'.repeat(5_000),
  ];

  test.each(['run', 'symbol', 'study', 'other', 'id'])(
    'is refused by every route, as %s',
    async (name) => {
      for (const value of VALUES) {
        for (const { method, path } of routes({ [name]: value })) {
          if (!path.includes(value)) continue;
          const body = method === 'GET' ? {} : { body: '{}' };
          const answer = await ask({ method, path, headers: { ...bearer, ...json }, ...body });
          expect([400, 404, 409, 422, 503], `${method} ${path}: ${answer.body}`).toContain(
            answer.status,
          );
          expect(answer.body).not.toContain('a secret');
          expect(answer.body).not.toContain('root:');
          expect(answer.body).not.toContain(service.root);
        }
      }
    },
  );

  test.each(['../secret', '..', 'constructor', `${'9'.repeat(2_000)}`, 'latest/../x', ''])(
    'is refused as a candidate, and no file is written: %s',
    async (candidate) => {
      const to = join(service.root, 'evil.json');
      const body = JSON.stringify({ candidate, to, force: true, why: 'x' });
      const headers = { ...bearer, ...json };
      const answer = await ask({ method: 'POST', path: '/api/promotions', headers, body });
      expect(answer.status).toBe(409);
      await expect(stat(to)).rejects.toThrow('ENOENT');
    },
  );
});

describe('more than can be answered', () => {
  const to = () => `/api/runs/${runId}/stop`;

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
    expect((await ask({ method: 'POST', path: to(), headers: bearer })).status).toBe(409);
  });

  test('of wrong tokens is forgotten after a minute, and counted by address', () => {
    let now = 0;
    const wrong = createWrongTokens(() => now);
    for (let n = 0; n < MOST_WRONG; n++) wrong.note('10.0.0.1');
    expect([wrong.wait('10.0.0.1'), wrong.wait('10.0.0.2')]).toEqual([60, 0]);
    now = 60_000;
    expect(wrong.wait('10.0.0.1')).toBe(0);
  });

  test('of dear questions is put off', async () => {
    // So many that to look at them takes longer than to ask.
    const many = Array.from({ length: 20_000 }, (_, index) => fakeEvaluation(index + 1));
    const { id } = await service.addRun(many);
    const asked = Array.from({ length: MOST_DEAR + 8 }, (_, n) =>
      ask({ path: `/api/runs/${id}/symbols/SPY/sample?max=${n + 1}` }),
    );
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    // Analyses wait for each other, so that no more than those that may wait are answered.
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(MOST_WAITING);
    expect((await ask({ path: `/api/runs/${runId}/symbols/SPY/top` })).status).toBe(200);
  });
});

describe('a body that harms', () => {
  const drop = (body: string | Buffer, headers: Record<string, string> = json) =>
    ask({ method: 'POST', path: '/api/jobs', headers: { ...bearer, ...headers }, body });

  test('is refused where it is too large, announced or not', async () => {
    const huge = Buffer.alloc(5 * 1024 * 1024, 0x20);
    expect((await drop(huge)).status).toBe(413);
    const chunked = { ...json, 'transfer-encoding': 'chunked' };
    expect((await drop(huge, chunked)).status).toBe(413);
  });

  test.each([
    ['no JSON', '{"file":'],
    ['nothing', ''],
    ['another shape', '[]'],
    ['null', 'null'],
    ['unknown keys', '{"file":"a.json","text":"{}","mode":"x"}'],
    ['a wrong type', '{"file":["a.json"],"text":"{}"}'],
    ['a key that changes prototypes', '{"__proto__":{"x":1},"file":"a.json","text":"{}"}'],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('is refused: %s', async (_what, body) => {
    expect([400, 422]).toContain((await drop(body)).status);
  });

  test('is refused compressed: a small one may burst', async () => {
    const body = gzipSync(Buffer.alloc(4 * 1024 * 1024, 0x20));
    expect((await drop(body, { ...json, 'content-encoding': 'gzip' })).status).toBe(400);
  });

  test.each([
    '../evil.json',
    '..\\evil.json',
    '/etc/evil.json',
    'a/b.json',
    '.hidden.json',
    'evil.sh',
    'evil.json.error.txt',
    'evil\u0000.json',
    `${'x'.repeat(300)}.json`,
  ])('is refused for its file name: %j', async (file) => {
    const { status } = await drop(JSON.stringify({ file, text: '{"evaluations":1}' }));
    expect(status).toBe(422);
    expect(service.daemon.jobs()).toEqual([]);
  });

  test('is refused where it is no JSON by its type', async () => {
    const body = '{"file":"a.json","text":"{\\"evaluations\\":1}"}';
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      expect((await drop(body, { 'content-type': type })).status).toBe(415);
    }
    expect((await drop(body, {})).status).toBe(415);
    expect(service.daemon.jobs()).toEqual([]);
  });
});

test.each([
  ['garbage', '\u0000\u0001\u0002\r\n\r\n'],
  ['no host', 'GET /api/runs HTTP/1.1\r\n\r\n'],
  ['two hosts', 'GET /api/runs HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\n\r\n'],
  ['an old protocol without host', 'GET /api/runs HTTP/1.0\r\n\r\n'],
  [
    'a smuggled length',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
  ],
  ['a huge header', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(200_000)}\r\n\r\n`],
])('a request that is none gets an error and no more: %s', async (_what, text) => {
  const socket = connect(service.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(text);
  const [first] = await once(socket, 'data');
  expect(String(first)).toMatch(/^HTTP\/1\.[01] (4|5)\d\d /);
  socket.destroy();
});

test('nothing of all this went wrong inside', async () => {
  expect(service.errors).toEqual([]);
  expect((await ask({ path: '/api/health' })).status).toBe(200);
});
