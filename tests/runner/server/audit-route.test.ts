import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDaemon } from '../../../runner/cli/daemon-client.ts';
import type { NotedEntry } from '../../../runner/run/audit.ts';
import { freePort } from '../../fixtures/free-port.ts';
import { authorized, openTestService, post, type TestService, TOKEN } from './test-service.ts';

let service: TestService;

beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

async function entries(query = ''): Promise<readonly NotedEntry[]> {
  const response = await fetch(`${service.url}/api/audit${query}`);
  expect(response.status).toBe(200);
  return ((await response.json()) as { entries: NotedEntry[] }).entries;
}

describe('GET /api/audit', () => {
  test('says who changed what, when, from where, and what it was answered', async () => {
    expect(await entries()).toEqual([]);
    const job = post({ file: 'a.json', text: '{"evaluations":1}' });
    const headers = { ...job.headers, 'x-forwarded-for': '203.0.113.7' };
    const dropped = await fetch(`${service.url}/api/jobs`, { ...job, headers });
    expect(dropped.status).toBe(202);
    await fetch(`${service.url}/api/jobs`, {
      ...post({ file: 'a.json', text: '{}' }),
      headers: {},
    });
    await fetch(`${service.url}/api/session`, { method: 'POST', headers: authorized });
    expect(await entries()).toMatchObject([
      {
        action: 'drop',
        subject: 'a.json',
        by: { via: 'http', address: '127.0.0.1' },
        forwarded_for: '203.0.113.7',
        status: 202,
      },
      // What was refused for want of a token changed nothing.
      { action: 'read from elsewhere', subject: '/api/session', status: 204 },
    ]);
  });

  test('names the user of a command that handed its order over', async () => {
    const { submit } = connectDaemon(service.url, TOKEN);
    await submit({ file: 'b.json', text: '{"evaluations":2,"seed":2}' });
    const [last] = await entries('?tail=1');
    expect(last).toMatchObject({ action: 'drop', subject: 'b.json', by: { via: 'http' } });
    expect(last?.['user']).toContain(`@${hostname()}`);
  });

  test('is asked of a daemon that is gone with words of where it was', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await expect(connectDaemon(url, TOKEN).stop('20261121_101530')).rejects.toThrow(
      `The daemon at ${url} does not answer: connect ECONNREFUSED`,
    );
  });

  test('answers for the last, as many as are asked for', async () => {
    expect(await entries('?tail=1')).toHaveLength(1);
    for (const tail of ['0', '-1', 'x', '10001']) {
      expect((await fetch(`${service.url}/api/audit?tail=${tail}`)).status).toBe(400);
    }
  });
});
