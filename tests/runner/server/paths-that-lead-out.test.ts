import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AttackedService, bearer, json, openAttackedService } from './attacked-service.ts';

let service: AttackedService;
beforeAll(async () => {
  service = await openAttackedService();
});
afterAll(() => service[Symbol.asyncDispose]());

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
    const { status, body } = await service.ask({ path: path.replace('RUN', service.runId) });
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
        for (const { method, path } of service.routes({ [name]: value })) {
          if (!path.includes(value)) continue;
          const body = method === 'GET' ? {} : { body: '{}' };
          const answer = await service.ask({
            method,
            path,
            headers: { ...bearer, ...json },
            ...body,
          });
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
      const answer = await service.ask({ method: 'POST', path: '/api/promotions', headers, body });
      expect(answer.status).toBe(409);
      await expect(stat(to)).rejects.toThrow('ENOENT');
    },
  );
});

test('nothing of all this went wrong inside', () => service.expectUnharmed());
