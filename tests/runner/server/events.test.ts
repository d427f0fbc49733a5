import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openTestService, post, type TestService } from './test-service.ts';

let service: TestService;
const open: IncomingMessage[] = [];

beforeEach(async () => {
  service = await openTestService();
});

afterEach(async () => {
  for (const response of open.splice(0)) response.destroy();
  await service[Symbol.asyncDispose]();
});

interface Told {
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: what the tests look into differs from event to event
  readonly data: any;
  readonly at: number;
}

/** Listens to a stream of events over a real socket. */
async function watch(path: string) {
  const sent = get(`${service.url}${path}`, { agent: false });
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  open.push(response);
  const told: Told[] = [];
  let rest = '';
  response.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const event = /^event: (.*)$/m.exec(part)?.[1];
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (event === undefined || data === undefined) continue;
      told.push({ event, data: JSON.parse(data), at: performance.now() });
    }
  });
  const ended = new Promise<void>((resolve) => response.once('close', resolve));
  response.on('error', () => {});
  return { response, told, ended, of: (event: string) => told.filter((it) => it.event === event) };
}

async function drop(job: object, file = 'a.json'): Promise<string> {
  const init = post({ file, text: JSON.stringify(job) });
  return (await (await service.app.request('/api/jobs', init)).json()).run;
}

const until = (check: () => unknown) => vi.waitUntil(check, { timeout: 240_000, interval: 20 });

/** On a busy machine some may come close behind each other. */
function isSeldom(told: readonly Told[], perSecond: number): boolean {
  const seconds = ((told.at(-1)?.at ?? 0) - (told[0]?.at ?? 0)) / 1000;
  return told.length <= perSecond * seconds + 8;
}

describe('GET /api/events', () => {
  test('tells of runs and jobs, at most twice a second', async () => {
    const { told, of, response } = await watch('/api/events');
    expect(response.headers['content-type']).toBe('text/event-stream');
    expect(response.headers['content-encoding']).toBeUndefined();
    const run = await drop({ evaluations: 60, delay_ms: 20 });
    await until(() => told.some(({ data }) => data.state === 'complete'));
    expect(of('run').every(({ data }) => data.id === run)).toBe(true);
    await until(() => of('jobs').at(-1)?.data.jobs[0]?.state === 'complete');
    // One for each evaluation would be 60.
    expect(isSeldom(of('run'), 2)).toBe(true);
  });
});

describe('GET /api/runs/:run/events', () => {
  test('tells every evaluation, the top and the run until it is complete', async () => {
    const run = await drop({ evaluations: 80, delay_ms: 20 });
    const { of } = await watch(`/api/runs/${run}/events`);
    const first = (await (await service.app.request(`/api/runs/${run}`)).json()).record;
    const seenBefore = first.symbols[0].counts.evaluations as number;
    await until(() => of('run').at(-1)?.data.state === 'complete');
    const idsNow = () =>
      of('points').flatMap(({ data }) => data.points.map(([id]: [number]) => id));
    await until(() => idsNow().includes(80) && of('points').at(-1)?.data.total === 80);
    const ids = idsNow();
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(80 - seenBefore);
    expect(isSeldom(of('points'), 4)).toBe(true);

    const view = await service.app.request(`/api/runs/${run}/symbols/SPY/top?n=25`);
    const { rows } = await view.json();
    await expect.poll(() => of('top').at(-1)?.data).toEqual({ symbol: 'SPY', rows });
  });

  test('tells what people note of it, and of no other; the stream of all tells of each', async () => {
    const { id } = await service.addRun([]);
    const { id: other } = await service.addRun([]);
    const own = await watch(`/api/runs/${id}/events`);
    const all = await watch('/api/events');
    await service.catalog.annotate(other, { tags: ['x'] });
    await service.catalog.annotate(id, { note: 'first' });
    await service.catalog.studies.annotate('gold', { note: 'of a study' });
    await service.catalog.refresh();
    await until(() => own.of('moved').length === 1 && all.of('moved').length === 1);
    expect(own.told.map(({ data }) => data)).toEqual([
      { tags: [], note: 'first', archived: false },
      { gone: false },
    ]);
    expect(all.of('annotations').map(({ data }) => data)).toEqual([
      { run: other, tags: ['x'], archived: false, noted: false },
      { run: id, tags: [], archived: false, noted: true },
    ]);
    expect(all.of('study')[0]?.data).toEqual({ study: 'gold', title: null });
  });

  test('is silent about other runs', async () => {
    const { id } = await service.addRun([]);
    const { told } = await watch(`/api/runs/${id}/events`);
    const other = await watch('/api/events');
    await drop({ evaluations: 3 });
    await until(() => other.told.some(({ data }) => data.state === 'complete'));
    expect(told).toEqual([]);
  });
});

describe('a client', () => {
  test('that asks for the head only gets it', async () => {
    const response = await fetch(`${service.url}/api/events`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
  });

  test('that leaves is forgotten', async () => {
    let listening = 0;
    const { subscribe } = service.daemon;
    vi.spyOn(service.daemon, 'subscribe').mockImplementation((...listeners) => {
      const end = subscribe(...listeners);
      listening++;
      return () => {
        listening--;
        end();
      };
    });
    const { id } = await service.addRun([]);
    const clients = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        watch(index % 2 === 0 ? '/api/events' : `/api/runs/${id}/events`),
      ),
    );
    await expect.poll(() => listening).toBe(40);
    for (const { response } of clients) response.destroy();
    await until(() => listening === 0);
  });

  test('that does not read holds nobody up and costs little', async () => {
    const run = await drop({ evaluations: 100_000, delay_ms: 1 });
    const deaf = connect(service.port, '127.0.0.1');
    await once(deaf, 'connect');
    deaf.pause();
    deaf.write(`GET /api/runs/${run}/events HTTP/1.1\r\nHost: localhost:${service.port}\r\n\r\n`);
    const { of } = await watch(`/api/runs/${run}/events`);
    await until(() => of('points').length > 5);
    expect(service.errors).toEqual([]);
    deaf.destroy();
  });
});

describe('close()', () => {
  test('ends the streams at once', async () => {
    const { ended } = await watch('/api/events');
    const other = await watch('/api/events');
    await service.served.close();
    await Promise.all([ended, other.ended]);
    await expect(fetch(`${service.url}/api/health`)).rejects.toThrow();
  });
});
