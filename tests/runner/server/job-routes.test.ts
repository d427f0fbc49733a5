import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readAudit } from '../../../runner/run/audit.ts';
import {
  endlessJob,
  jobText,
  PRODUCT_TOKEN,
  type ServedProduct,
  serveProduct,
} from '../../fixtures/served-product.ts';

let site: string;
let product: ServedProduct;

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), 'leantune-no-site-'));
});
beforeEach(async () => {
  product = await serveProduct(site, { mostQueued: 2 });
});
afterEach(() => product.close());
afterAll(() => rm(site, { recursive: true, maxRetries: 5 }));

async function ask(path: string, init: RequestInit & { token?: boolean } = {}) {
  const { token = true, ...rest } = init;
  const headers = {
    'content-type': 'application/json',
    ...(token ? { authorization: `Bearer ${PRODUCT_TOKEN}` } : {}),
  };
  const response = await fetch(product.url + path, { ...rest, headers });
  return { status: response.status, body: await response.json() };
}
const post = (path: string, body: object, token = true) =>
  ask(path, { method: 'POST', body: JSON.stringify(body), token });

describe('POST /api/jobs/check', () => {
  test('tells the plan of a job, without the token, and writes nothing', async () => {
    const { status, body } = await post(
      '/api/jobs/check',
      { file: 'a.json', text: jobText() },
      false,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: 'job',
      problems: [],
      plan: { grid_size: '779', evaluations: 20, total: 20, expected: null },
    });
    expect(await readdir(product.configFolder)).toEqual([]);
    expect(await readAudit(product.store.root)).toEqual([]);
  });

  test('guesses the time by an earlier run of the strategy', async () => {
    const run = await product.run('a.json', jobText());
    const { body } = await post('/api/jobs/check', { file: 'b.json', text: jobText({}, 40) });
    expect(body.plan.expected.run).toBe(run);
    expect(body.plan.expected.seconds).toBeGreaterThan(0);
  });

  test('tells every fault with its place and line', async () => {
    const text = jobText({ stages: [{ sampler: 'random', samples: -3 }], rules: ['fast < slov'] });
    const { body } = await post('/api/jobs/check', { file: 'a.json', text });
    expect(body).toMatchObject({ kind: 'faulty', plan: null });
    const line = (part: string) => text.split('\n').findIndex((one) => one.includes(part)) + 1;
    expect(body.problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: 'stages[0].samples', line: line('"samples"') }),
        expect.objectContaining({ path: 'rules[0]', line: line('fast < slov') }),
      ]),
    );
  });

  test('names a file of another kind', async () => {
    const text = JSON.stringify([{ name: 'fast', type: 'int', min: 1, max: 2 }]);
    const { body } = await post('/api/jobs/check', { file: 'space.json', text });
    expect(body.kind).not.toBe('job');
  });
});

describe('the drop folder', () => {
  test('keeps a file of that name unless it is to be replaced', async () => {
    await product.run('a.json', jobText());
    const changed = { file: 'a.json', text: jobText({}, 30) };
    expect((await post('/api/jobs', { ...changed, overwrite: false })).status).toBe(409);
    expect(await readFile(join(product.configFolder, 'a.json'), 'utf8')).toBe(jobText());
    expect((await post('/api/jobs', { ...changed, overwrite: true })).status).toBe(202);
    expect(await readFile(join(product.configFolder, 'a.json'), 'utf8')).toBe(changed.text);
  });

  test('tells places in the queue, and refuses more than may wait', async () => {
    for (const name of ['one', 'two', 'three']) {
      await post('/api/jobs', {
        file: `${name}.json`,
        text: endlessJob({ seed: name.length + name.charCodeAt(0) }),
      });
    }
    const { body } = await ask('/api/jobs');
    expect(
      body.jobs.map(({ file, place = 0 }: { file: string; place?: number }) => [file, place]),
    ).toEqual([
      ['one.json', 0],
      ['two.json', 1],
      ['three.json', 2],
    ]);
    const full = await post('/api/jobs', { file: 'four.json', text: endlessJob({ seed: 4 }) });
    expect(full.status).toBe(422);
    expect(full.body.detail).toContain('fewer than 2 runs that wait');
    expect((await post(`/api/runs/${body.jobs[1].run}/stop`, {})).status).toBe(202);
    await product.ended(body.jobs[1].run);
    const left = (await ask('/api/jobs')).body.jobs;
    expect(left.find(({ file }: { file: string }) => file === 'two.json').state).toBe('stopped');
    expect((await ask('/api/jobs/one.json', { method: 'DELETE' })).status).toBe(409);
  });

  test('gives out and takes away files, by names that lead nowhere else', async () => {
    await product.run('a.json', jobText());
    expect((await ask('/api/jobs/a.json')).body).toEqual({ file: 'a.json', text: jobText() });
    for (const name of ['..%2F..%2Fsecret', '%2Fetc%2Fpasswd', '.x.json', 'nope.json']) {
      expect((await ask(`/api/jobs/${name}`)).status).toBe(404);
      expect((await ask(`/api/jobs/${name}`, { method: 'DELETE' })).status).toBe(404);
    }
    expect((await ask('/api/jobs/a.json', { method: 'DELETE', token: false })).status).toBe(401);
    expect((await ask('/api/jobs/a.json', { method: 'DELETE' })).body.text).toBe(jobText());
    expect(await readdir(product.configFolder)).toEqual([]);
  });

  test('tells what is wrong with a rejected file, place by place', async () => {
    const bad = jobText({ slots: 0 });
    expect((await post('/api/jobs', { file: 'bad.json', text: bad })).status).toBe(422);
    await product.writeConfig('bad.json', bad);
    await expect
      .poll(async () => (await ask('/api/jobs')).body.jobs[0]?.problems?.[0]?.path, {
        timeout: 120_000,
      })
      .toBe('slots');
  });
});

describe('a run', () => {
  test('is run again as it was and with another seed, each a new run', async () => {
    const run = await product.run('a.json', jobText());
    const same = await post(`/api/runs/${run}/rerun`, {});
    expect(same.status).toBe(202);
    await product.ended(same.body.run);
    const other = await post(`/api/runs/${run}/rerun`, { seed: 7 });
    await product.ended(other.body.run);
    expect(new Set([run, same.body.run, other.body.run]).size).toBe(3);
    expect((await product.store.read(other.body.run)).job.seed).toBe(7);
    expect((await product.store.read(same.body.run)).job.seed).toBe(42);
    const actions = (await readAudit(product.store.root)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'rerun')).toHaveLength(2);
  });

  test('goes on in its folder under a larger budget', async () => {
    const run = await product.run('a.json', jobText());
    const raised = await post(`/api/runs/${run}/budget`, { evaluations: 50 });
    expect(raised.body).toMatchObject({ run, file: 'a.json' });
    await product.ended(run);
    const { record } = await product.store.read(run);
    expect(record.symbols[0]?.counts.evaluations).toBe(50);
    const smaller = await post(`/api/runs/${run}/budget`, { evaluations: 10 });
    expect(smaller.status).toBe(422);
    expect(smaller.body.problems[0].wanted).toBe('more than the 50 that are done');
    expect((await post(`/api/runs/${run}/budget`, {})).status).toBe(422);
  });

  test('keeps comments of a job in YAML when its budget grows', async () => {
    const yaml = `# mine\n${Object.entries(JSON.parse(jobText()) as object)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
      .join('\n')}\n`;
    const run = await product.run('a.yaml', yaml);
    expect((await post(`/api/runs/${run}/budget`, { evaluations: 30 })).body.run).toBe(run);
    await product.ended(run);
    const text = await readFile(join(product.configFolder, 'a.yaml'), 'utf8');
    expect(text).toMatch(/^# mine/);
    expect(text).toMatch(/samples"?: 30/);
  });

  test('is deleted and brought back, but not while it is under way', async () => {
    const run = await product.run('a.json', jobText());
    const gone = await ask(`/api/runs/${run}`, { method: 'DELETE' });
    expect(gone.body).toMatchObject({ run, name: 'a' });
    expect((await ask(`/api/runs/${run}`)).status).toBe(404);
    expect((await ask('/api/run-summaries')).body.runs).toEqual([]);
    expect((await ask('/api/studies')).body.deleted).toEqual([]);
    expect((await post(`/api/runs/${run}/undelete`, {})).status).toBe(200);
    expect((await ask('/api/run-summaries')).body.runs).toMatchObject([{ id: run }]);
    expect((await post(`/api/runs/${run}/undelete`, {})).status).toBe(404);
    const live = (await post('/api/jobs', { file: 'b.json', text: endlessJob() })).body.run;
    expect((await ask(`/api/runs/${live}`, { method: 'DELETE' })).status).toBe(409);
  });

  test('gives its job out as it was dropped', async () => {
    const run = await product.run('a.json', jobText());
    expect((await ask(`/api/runs/${run}/job`)).body).toEqual({ file: 'a.json', text: jobText() });
  });
});

describe('GET /api/run-summaries', () => {
  test('follows runs that begin, end, are noted and appear on the disk', async () => {
    const first = await product.run('a.json', jobText({ study: 's', tags: ['x'] }));
    await ask(`/api/runs/${first}/annotations`, {
      method: 'PATCH',
      body: JSON.stringify({ tags: ['mine'], archived: true }),
    });
    const { body } = await ask('/api/run-summaries');
    expect(body.runs).toMatchObject([
      { id: first, state: 'complete', study: 's', tags: ['x'], evaluations: 20 },
    ]);
    expect(body.annotations[first]).toEqual({ tags: ['mine'], archived: true, noted: false });
    const { run } = (await post('/api/jobs', { file: 'b.json', text: endlessJob() })).body;
    const states = (await ask('/api/run-summaries')).body.runs.map(({ id }: { id: string }) => id);
    expect(states).toEqual([run, first]);
  });
});
