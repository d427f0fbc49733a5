import { writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ApiRoute, apiRoutes } from './api-routes.ts';
import { authorized, openTestService, type TestService } from './test-service.ts';

export interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface AttackedService extends TestService {
  /** A run that an attack may name. */
  readonly runId: string;
  /** Asks over a real socket, with path and headers as they are. */
  ask(asked: Ask): Promise<Answer>;
  /** Every route that there is, new ones among them, with something in the place of its parameters. */
  routes(values?: Readonly<Record<string, string>>): readonly ApiRoute[];
  /** Paths that a GET may ask for: pages, and every route that is read. */
  readable(): readonly string[];
  /** Routes that change something. */
  changes(): readonly ApiRoute[];
  /** Nothing went wrong inside, and it answers. */
  expectUnharmed(): Promise<void>;
}

export const json = { 'content-type': 'application/json' };
export const bearer = authorized;
const PAGES = ['/', '/run/', '/assets/page.Dk3_a.js', '/nothing', '/api/openapi.json'];

/** A service that listens, with a run in it and secrets beside. */
export async function openAttackedService(): Promise<AttackedService> {
  const service = await openTestService({ hosts: ['box.lan:8899'] });
  const { id: runId } = await service.addRun([]);
  await writeFile(join(service.root, 'runs', 'secret.txt'), 'a secret among the runs');
  const attacked: AttackedService = {
    ...service,
    runId,
    ask: (asked) => askRaw(service.port, asked),
    routes(values = {}) {
      const given: Readonly<Record<string, string>> = {
        ...{ run: runId, symbol: 'SPY', id: '1' },
        ...values,
      };
      return apiRoutes(service.app).map(({ method, path }) => ({
        method,
        path: path.replaceAll(/:(\w+)/g, (_all, name: string) => given[name] ?? 'x'),
      }));
    },
    readable: () => [
      ...PAGES,
      ...attacked.routes().flatMap(({ method, path }) => (method === 'GET' ? [path] : [])),
    ],
    changes: () => attacked.routes().filter(({ method }) => method !== 'GET'),
    async expectUnharmed() {
      expect(service.errors).toEqual([]);
      expect((await attacked.ask({ path: '/api/health' })).status).toBe(200);
    },
  };
  return attacked;
}

function askRaw(
  port: number,
  { method = 'GET', path = '/', headers = {}, body }: Ask,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const framed =
      body === undefined || 'transfer-encoding' in headers
        ? headers
        : { 'content-length': String(Buffer.byteLength(body)), ...headers };
    const to = { host: '127.0.0.1', port, agent: false };
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
