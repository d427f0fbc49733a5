import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunRecord } from '../../runner/domain/run-record.ts';
import { crossSearch } from '../fixtures/cross-search.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { leantune } from './leantune-process.ts';

/* Runs whose process was killed, and runs whose folder came from elsewhere: before anybody resumes them. */

const SLOW = 900_000;
const first = temporaryFolder();
const second = temporaryFolder();
afterAll(() => {
  first[Symbol.dispose]();
  second[Symbol.dispose]();
});

const job = {
  name: 'cut-off',
  ...crossSearch,
  stages: [{ sampler: 'random', samples: 12 }],
  verify: false,
};
let run: string;
let best: unknown;

beforeAll(async () => {
  const file = join(first.path, 'job.json');
  writeFileSync(file, JSON.stringify(job));
  const made = await leantune(first.path, 'optimize', file, '--json');
  expect(made.code, made.stderr).toBe(0);
  const { stdout } = await leantune(first.path, 'runs', '--json');
  run = (JSON.parse(stdout) as { runs: RunRecord[] }).runs[0]?.id ?? '';
  best = JSON.parse((await leantune(first.path, 'export', 'latest')).stdout);
  mkdirSync(second.path, { recursive: true });
  cpSync(join(first.path, 'runs', run), join(second.path, 'runs', run), { recursive: true });
}, SLOW);

it(
  'backtest runs the best set of a run that was moved, on the data of this place',
  async () => {
    // The place that it came from is gone.
    const moved = join(second.path, 'runs', run, 'job.resolved.json');
    writeFileSync(moved, readFileSync(moved, 'utf8').replaceAll(first.path, '/no/such/place'));
    const backtest = ['backtest', '--run', 'latest', '--json'];
    const [here, there] = await Promise.all(
      [first, second].map(({ path }) => leantune(path, ...backtest)),
    );
    expect(there?.code, there?.stderr).toBe(0);
    expect(there?.stderr).not.toMatch(/Warning/);
    expect(JSON.parse(there?.stdout ?? '').metrics).toEqual(JSON.parse(here?.stdout ?? '').metrics);
  },
  SLOW,
);

it(
  'export and runs tell of a run that was killed before its record had counted anything',
  async () => {
    const path = join(first.path, 'runs', run, 'run.json');
    const record = JSON.parse(readFileSync(path, 'utf8')) as RunRecord;
    const symbols = record.symbols.map((search) => ({
      ...search,
      best: null,
      state: 'running',
      counts: { ...search.counts, evaluations: 0, complete: 0, invalid: 0 },
    }));
    writeFileSync(path, JSON.stringify({ ...record, state: 'running', ended_at: null, symbols }));
    const exported = await leantune(first.path, 'export', 'latest');
    expect(exported.code, exported.stderr).toBe(0);
    expect(JSON.parse(exported.stdout)).toEqual(best);
    const { stdout } = await leantune(first.path, 'runs', '--json');
    expect((JSON.parse(stdout) as { runs: RunRecord[] }).runs[0]?.state).toBe('stopped');
  },
  SLOW,
);
