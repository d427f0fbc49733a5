import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readLock } from '../../../runner/run/lock.ts';
import { openRunStore, type RunStore } from '../../../runner/run/run-store.ts';

const PROGRAM = new URL('./daemon-process.ts', import.meta.url).pathname;
const jobOf = (evaluations: number) => JSON.stringify({ evaluations, delay_ms: 10 });

let root: string;
let store: RunStore;
const children: ChildProcess[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'leantune-killed-'));
  await mkdir(join(root, 'config'));
  store = openRunStore(join(root, 'runs'));
});

afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => end(child, 'SIGKILL')));
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

async function startDaemon(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [PROGRAM, root], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'watching') break;
  }
  child.stdout.resume();
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

async function evaluationIds(): Promise<readonly number[]> {
  const [record] = (await store.list()).records;
  if (record === undefined) return [];
  return (await store.evaluations(record.id, 'SPY')).map(({ id }) => id);
}

const untilMade = (count: number) =>
  vi.waitUntil(async () => (await evaluationIds()).length >= count, { timeout: 120_000 });
const ALL = Array.from({ length: 120 }, (_, index) => index + 1);

describe('a daemon', () => {
  test('that is killed again and again ends its run as one never killed', async () => {
    await writeFile(join(root, 'config', 'spy.json'), jobOf(120));
    for (const made of [5, 25, 50]) {
      const child = await startDaemon();
      await untilMade(made);
      await end(child, 'SIGKILL');
    }
    await startDaemon();
    await untilMade(120);
    expect(await evaluationIds()).toEqual(ALL);
    expect((await store.list()).records).toHaveLength(1);
  });

  test('refuses to start beside a living one', async () => {
    const first = await startDaemon();
    const second = spawn(process.execPath, [PROGRAM, root], { stdio: 'pipe' });
    children.push(second);
    const [code] = await once(second, 'exit');
    expect(code).not.toBe(0);
    expect(await readLock(store.root)).toMatchObject({ pid: first.pid });
  });

  test('drains at the first signal and gives the lock up', async () => {
    const child = await startDaemon();
    // Too many to be done when the signal comes, however late.
    await writeFile(join(root, 'config', 'spy.json'), jobOf(1_000_000));
    await untilMade(5);
    await end(child, 'SIGINT');
    expect(child.exitCode).toBe(0);
    expect((await store.list()).records).toMatchObject([{ state: 'stopped' }]);
    expect(await readLock(store.root)).toBeNull();
  });
});
