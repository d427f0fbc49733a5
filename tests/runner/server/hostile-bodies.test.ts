import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AttackedService, bearer, json, openAttackedService } from './attacked-service.ts';

let service: AttackedService;
beforeAll(async () => {
  service = await openAttackedService();
});
afterAll(() => service[Symbol.asyncDispose]());

describe('a body that harms', () => {
  const drop = (body: string | Buffer, headers: Record<string, string> = json) =>
    service.ask({ method: 'POST', path: '/api/jobs', headers: { ...bearer, ...headers }, body });

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

test('nothing of all this went wrong inside', () => service.expectUnharmed());
