import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { evaluationsOf, leantune, startLeantune } from './leantune-process.ts';

const fixtures = resolve(import.meta.dirname, '../fixtures/runs');
const ids = readdirSync(fixtures).filter((name) => /^\d/.test(name));

interface Line {
  readonly id: number;
  readonly params: unknown;
}

const setsOf = (home: string, run: string) =>
  evaluationsOf(home, run).map((line) => [(line as Line).id, (line as Line).params]);

function readJson(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
}

const fresh = temporaryFolder();
let freshRun = '';

beforeAll(async () => {
  const job = join(fixtures, ids[0] as string, 'job.json');
  const { code, stderr } = await leantune(fresh.path, 'optimize', job);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  freshRun = readdirSync(join(fresh.path, 'runs')).find((name) => /^\d/.test(name)) ?? '';
});
afterAll(() => fresh[Symbol.dispose]());

/** A home with the fixtures as its runs. What they began with here is not what it was then. */
function homeWithOlderRuns() {
  const home = temporaryFolder();
  cpSync(fixtures, join(home.path, 'runs'), { recursive: true });
  const { identity, versions } = readJson(join(fresh.path, 'runs', freshRun, 'run.json'));
  for (const id of ids) {
    const file = join(home.path, 'runs', id, 'run.json');
    writeFileSync(file, JSON.stringify({ ...readJson(file), identity, versions }));
  }
  return home;
}

describe('run folders of older versions', () => {
  test('are listed and shown', async () => {
    using home = homeWithOlderRuns();
    const { runs, broken } = JSON.parse((await leantune(home.path, 'runs', '--json')).stdout);
    expect(broken).toEqual([]);
    expect(runs.map(({ id }: { id: string }) => id)).toEqual([...ids].sort().reverse());
    const oldest = [...ids].sort()[0] as string;
    const shown = await leantune(home.path, 'show', oldest);
    expect(shown.stderr).toBe('');
    expect(shown.stdout).toContain('SPX');
  });

  test.each(ids)('%s goes on, and ends as a run that was never cut off', async (id) => {
    using home = homeWithOlderRuns();
    const { code, stdout, stderr } = await leantune(home.path, 'resume', id);
    expect(stderr).toBe('');
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('Run complete');
    expect(setsOf(home.path, id)).toEqual(setsOf(fresh.path, freshRun));
    const before = readFileSync(join(fixtures, id, 'SPX', 'evaluations.jsonl'), 'utf8');
    const after = readFileSync(join(home.path, 'runs', id, 'SPX', 'evaluations.jsonl'), 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(readJson(join(home.path, 'runs', id, 'run.json'))['state']).toBe('complete');
    expect(existsSync(join(home.path, 'runs', id, 'SPX', 'columns.bin'))).toBe(true);
  });
});

describe('a runs folder that is copied elsewhere', () => {
  test('shows there what it showed here', async () => {
    using other = temporaryFolder();
    cpSync(join(fresh.path, 'runs'), join(other.path, 'runs'), { recursive: true });
    const [here, there] = [
      await leantune(fresh.path, 'show', freshRun, '--json'),
      await leantune(other.path, 'show', freshRun, '--json'),
    ];
    expect(there.code).toBe(0);
    expect(JSON.parse(there.stdout).record).toEqual(JSON.parse(here.stdout).record);
  });

  test('goes on there with a run that was killed here, though nothing else came along', async () => {
    using here = temporaryFolder();
    using there = temporaryFolder();
    const samples = 150;
    const older = readJson(join(fixtures, ids[0] as string, 'job.json'));
    // Some seconds of work, so that it is at it when it is killed.
    const strategy = 'tests/fixtures/strategies/slow-sma-cross.ts';
    const job = { ...older, strategy, slots: 1 };
    const file = join(here.path, 'moved.json');
    const stages = [{ sampler: 'random', samples }];
    writeFileSync(file, JSON.stringify({ ...job, name: 'moved', stages }));
    const started = startLeantune(here.path, 'optimize', file);
    const isUnderWay = () =>
      readdirSync(here.path, { recursive: true, encoding: 'utf8' }).some((name) =>
        name.endsWith('evaluations.jsonl'),
      );
    await vi.waitUntil(isUnderWay, { timeout: 400_000, interval: 5 });
    started.child.kill('SIGKILL');
    await started.ended;
    cpSync(join(here.path, 'runs'), join(there.path, 'runs'), { recursive: true });
    rmSync(here.path, { recursive: true, maxRetries: 5 });
    const { code, stdout, stderr } = await leantune(there.path, 'resume');
    expect(stderr).toBe('');
    expect(code, stdout).toBe(0);
    const run = readdirSync(join(there.path, 'runs')).find((name) => /^\d/.test(name)) ?? '';
    const numbers = evaluationsOf(there.path, run).map((line) => (line as Line).id);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(numbers.length).toBe(samples);
  });
});
