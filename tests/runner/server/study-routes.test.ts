import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Study, StudySummary } from '../../../runner/domain/study.ts';
import type { StudiesView } from '../../../runner/server/study-views.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';
import { authorized, openTestService, post, type TestService } from './test-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await openTestService();
});
afterEach(() => service[Symbol.asyncDispose]());

async function ask<View>(path: string, init: RequestInit = {}) {
  const response = await service.app.request(path, init);
  return { status: response.status, body: (await response.json()) as View };
}

const patch = (body: unknown): RequestInit => ({ ...post(body), method: 'PATCH' });
const deletion: RequestInit = { method: 'DELETE', headers: authorized };

/** Two runs of "a/b", the second going on at number 4. */
async function aStudy(name = 'a/b'): Promise<readonly [string, string]> {
  const one = [1, 2, 3].map((id) => fakeEvaluation(id));
  const other = [4, 5].map((id) => fakeEvaluation(id));
  const first = await service.addRun(one, () => ({ study: name }));
  const second = await service.addRun(other, () => ({ study: name }));
  return [first.id, second.id];
}

const at = (name: string) => `/api/studies/${encodeURIComponent(name)}`;

describe('/api/studies', () => {
  test('lists them and shows each, whatever its name', async () => {
    const runs = await aStudy();
    await service.addRun([fakeEvaluation(1)]);
    const { body } = await ask<StudiesView>('/api/studies');
    expect(body.studies.map(({ name, runs: count }) => [name, count])).toEqual([['a/b', 2]]);
    expect(body.deleted).toEqual([]);
    const { body: study } = await ask<Study>(at('a/b'));
    expect(study.history.map(({ id }) => id)).toEqual(runs);
    expect((await ask(at('nothing'))).status).toBe(404);
  });

  test('every change needs the token', async () => {
    await aStudy();
    const json = { 'content-type': 'application/json' };
    const changes: [string, RequestInit][] = [
      [at('a/b'), { method: 'PATCH', headers: json, body: '{"archived":true}' }],
      [at('a/b'), { method: 'DELETE' }],
      [`${at('a/b')}/undelete`, { method: 'POST' }],
      ['/api/study-trash/empty', { method: 'POST', headers: json, body: '{"days":0}' }],
    ];
    for (const [path, init] of changes) expect((await ask(path, init)).status).toBe(401);
    expect((await ask<StudiesView>('/api/studies')).body.studies).toHaveLength(1);
  });

  test('keeps what is added, as it was written', async () => {
    await aStudy();
    const change = {
      title: 'Mine',
      tags: ['x'],
      note: '<img src=x onerror=alert(1)>',
      archived: true,
    };
    expect((await ask<StudySummary>(at('a/b'), patch(change))).body).toMatchObject(change);
    expect((await ask<Study>(at('Mine'))).body).toMatchObject({ name: 'a/b', ...change });
    expect((await ask(at('a/b'), patch({ note: 7 }))).status).toBe(400);
    expect((await ask(at('a/b'), patch({ name: 'c' }))).status).toBe(400);
    expect((await ask(at('nothing'), patch({ note: '' }))).status).toBe(404);
  });

  test('deletes, and undoes it', async () => {
    const runs = await aStudy();
    const { status, body } = await ask<{ runs: string[] }>(at('a/b'), deletion);
    expect([status, body.runs]).toEqual([200, runs]);
    const list = (await ask<StudiesView>('/api/studies')).body;
    expect([list.studies, list.deleted.map(({ name }) => name)]).toEqual([[], ['a/b']]);
    expect((await ask(`/api/runs/${runs[0]}`)).status).toBe(404);
    expect((await ask(`${at('a/b')}/undelete`, post({}))).status).toBe(200);
    expect((await ask<Study>(at('a/b'))).body.runs).toBe(2);
    expect((await ask(`${at('a/b')}/undelete`, post({}))).status).toBe(404);
    await ask(at('a/b'), deletion);
    const emptied = await ask<{ removed: unknown[] }>('/api/study-trash/empty', post({ days: 0 }));
    expect(emptied.body.removed).toHaveLength(1);
    expect((await ask(`${at('a/b')}/undelete`, post({}))).status).toBe(404);
  });

  test('hands out all evaluations of all runs', async () => {
    const [first, second] = await aStudy();
    const csv = await service.app.request(`${at('a/b')}/evaluations`);
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="a_b.csv"');
    const [header, ...rows] = (await csv.text()).trimEnd().split('\n');
    expect(header).toMatch(/^run,symbol,id,/);
    const wanted = [1, 2, 3, 4, 5].map((id) => `${id < 4 ? first : second},SPY,${id}`);
    expect(rows.map((row) => row.split(',').slice(0, 3).join())).toEqual(wanted);
    const lines = await service.app.request(`${at('a/b')}/evaluations?format=jsonl`);
    const documents = (await lines.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(documents.map(({ run, symbol, id }) => `${run},${symbol},${id}`)).toEqual(wanted);
  });

  test('compares two', async () => {
    await aStudy('one');
    await aStudy('two');
    const { body } = await ask<{ symbols: { gain: number | null }[] }>(
      '/api/studies/one/compare/two',
    );
    expect(body.symbols).toHaveLength(1);
    expect((await ask('/api/studies/one/compare/three')).status).toBe(404);
  });
});
