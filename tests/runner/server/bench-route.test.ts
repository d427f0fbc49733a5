import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SamplersBenchView } from '../../../runner/server/views.ts';
import { openTestService, type TestService } from './test-service.ts';

let service: TestService;
let file: string;
beforeEach(async () => {
  service = await openTestService();
  file = join(service.store.root, 'bench-samplers.jsonl');
});
afterEach(() => service[Symbol.asyncDispose]());

const get = async (query = '') => {
  const response = await service.app.request(`/api/samplers-bench${query}`);
  return { status: response.status, body: (await response.json()) as SamplersBenchView };
};

const line = (value: object): string => `${JSON.stringify(value)}\n`;
const head = {
  kind: 'bench',
  v: 1,
  leantune: '0.1.0',
  sources: 'abc',
  node: '26.10.0',
  processor: 'any',
  cores: 2,
  at: '2026-11-21T12:00:00.000Z',
};
const problem = {
  kind: 'problem',
  name: 'levy_d5',
  family: 'continuous',
  direction: 'minimize',
  optimum: 0,
  parameters: 5,
  points: null,
};
const search = (
  seed: number,
  improvements: readonly (readonly number[])[],
  settings = 'default',
) => {
  const task = { sampler: 'tpe', settings, problem: 'levy_d5', evaluations: 100, batch: 1, seed };
  return line({ kind: 'search', ...task, improvements, made: 100, microseconds: 5, ms: 1 });
};

test('samplers-bench is null before anything was measured', async () => {
  expect((await get()).body).toEqual({ bench: null });
});

test('samplers-bench tells what the file holds, and what was added since', async () => {
  await writeFile(file, line(head) + line(problem) + search(1, [[3, 0.5]]));
  const { body } = await get();
  expect(body.bench?.cells).toMatchObject([{ sampler: 'tpe', seeds: 1, median: 0.5, rank: 1 }]);
  expect(body.bench?.peers.cells.length).toBeGreaterThan(5);
  await appendFile(file, search(2, [[3, 0.1]]) + search(3, [[3, 0.3]]));
  expect((await get()).body.bench?.cells).toMatchObject([{ seeds: 3, median: 0.3 }]);
});

test('samplers-bench shows the settings that were asked for, and infinities as strings', async () => {
  await writeFile(file, line(head) + line(problem) + search(1, []) + search(1, [[1, 2]], 'alike'));
  expect((await get()).body.bench?.cells).toMatchObject([{ median: 'Infinity' }]);
  expect((await get('?settings=alike')).body.bench?.cells).toMatchObject([{ median: 2 }]);
  expect((await get('?batch=8')).body).toEqual({ bench: null });
  expect((await get('?settings=other')).status).toBe(400);
});

test('samplers-bench passes over a file that is something else', async () => {
  await writeFile(file, 'not a bench\n{"kind":"other"}\n');
  expect((await get()).body).toEqual({ bench: null });
});
