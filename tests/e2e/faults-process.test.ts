// Processes that are killed, stopped, signalled or blocked, and clocks that jump.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { acquireLock, readLock } from '../../runner/run/lock.ts';
import { comparableLines } from '../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { evaluationsOf, leantune } from './leantune-process.ts';
import { endProcess, slowJob, startDaemon, waiting } from './started-daemon.ts';

/** Half a minute in one slot, so that some are left however late a signal comes. */
const MANY = 600;
const SHIFTED = new URL('../fixtures/shifted-clock.ts', import.meta.url).pathname;

function dropJob(home: string, text: string, file = 'slow.json'): void {
  mkdirSync(join(home, 'config'), { recursive: true });
  writeFileSync(join(home, 'config', file), text);
}

/** The lines of a run that nothing befell; time-outs and budgets of seconds change none of them. */
let straight: Promise<string[]> | undefined;
const unbroken = (): Promise<string[]> => (straight ??= runStraight(slowJob()));

async function runStraight(job: string): Promise<string[]> {
  using folder = temporaryFolder();
  const file = join(folder.path, 'job.json');
  writeFileSync(file, job);
  const { code, stdout, stderr } = await leantune(folder.path, 'optimize', file, '--json');
  expect(code, stderr).toBe(0);
  return comparableLines(join(folder.path, 'runs', JSON.parse(stdout).record.id), 'SPX');
}

/** Whole lines so far. */
function linesMade(home: string, run: string): number {
  const path = join(home, 'runs', run, 'SPX', 'evaluations.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
}

describe('a daemon and signals', { timeout: 900_000 }, () => {
  test('X14 a daemon that is stopped and goes on makes nothing twice and times nothing out', async () => {
    using folder = temporaryFolder();
    const job = slowJob({ timeout_seconds: 15 });
    await using daemon = await startDaemon(folder.path);
    dropJob(folder.path, job);
    const { id } = await daemon.until('running', 'complete');
    await vi.waitUntil(() => linesMade(folder.path, id) > 3, waiting);
    process.kill(daemon.child.pid as number, 'SIGSTOP');
    // Longer than a backtest may take, so that its answer lies there when the daemon wakes up.
    await sleep(17_000);
    // Somebody may think that it is dead; its lock says otherwise.
    await expect(acquireLock(daemon.store.root)).rejects.toThrow(/found process \d+/);
    process.kill(daemon.child.pid as number, 'SIGCONT');
    await daemon.until('complete');
    const lines = comparableLines(join(folder.path, 'runs', id), 'SPX');
    expect(lines).toEqual(await unbroken());
    expect(lines.every((line) => JSON.parse(line).status !== 'failed')).toBe(true);
  });

  test('X18 SIGTERM lets what is in flight end and nothing more; the run goes on later', async () => {
    using folder = temporaryFolder();
    const stages = [{ sampler: 'random', samples: MANY }];
    await using daemon = await startDaemon(folder.path);
    dropJob(folder.path, slowJob({ stages }));
    const { id } = await daemon.until('running');
    await vi.waitUntil(() => linesMade(folder.path, id) > 3, waiting);
    await endProcess(daemon.child, 'SIGTERM');
    expect(daemon.child.exitCode).toBe(0);
    expect(linesMade(folder.path, id)).toBeLessThan(MANY);
    expect(await readLock(daemon.store.root)).toBeNull();
    expect((await daemon.newest())?.state).toBe('stopped');
    const job = slowJob({ stages, slots: 8 });
    dropJob(folder.path, job);
    await using again = await startDaemon(folder.path);
    await again.until('complete');
    const lines = comparableLines(join(folder.path, 'runs', id), 'SPX');
    expect(lines).toEqual(await runStraight(job));
  });

  test('X18 a second SIGTERM ends backtests that hang, and all processes of theirs', async () => {
    using folder = temporaryFolder();
    const hanging = slowJob({
      strategy: 'tests/fixtures/strategies/misbehaves.ts',
      parameters: [{ name: 'fault', type: 'categorical', values: ['loop'] }],
      stages: [{ sampler: 'grid' }],
      timeout_seconds: 600,
    });
    await using daemon = await startDaemon(folder.path);
    dropJob(folder.path, hanging);
    await daemon.until('running');
    // It is at the one that never ends.
    const below = await vi.waitUntil(() => {
      const now = descendants(daemon.child.pid as number);
      return secondsOf(now) > 4 ? now : null;
    }, waiting);
    const exit = once(daemon.child, 'exit');
    daemon.child.kill('SIGTERM');
    await vi.waitUntil(() => daemon.said().includes('Stopping when'), waiting);
    // Two presses within 300 ms are one.
    await sleep(500);
    daemon.child.kill('SIGTERM');
    const [code] = await exit;
    expect(code).toBe(130);
    await vi.waitUntil(() => below.every((one) => !isAlive(one)), waiting);
    expect(await readLock(daemon.store.root)).toBeNull();
  });

  test('X19 what nobody caught ends the process with an error, and the run goes on later', async () => {
    using folder = temporaryFolder();
    const job = slowJob();
    const rejects = join(folder.path, 'rejects.mjs');
    writeFileSync(
      rejects,
      `process.on('SIGUSR2', () => void Promise.reject(new Error('nobody caught me')));`,
    );
    await using daemon = await startDaemon(folder.path, { node: ['--import', rejects] });
    dropJob(folder.path, job);
    const { id } = await daemon.until('running', 'complete');
    await vi.waitUntil(() => linesMade(folder.path, id) > 3, waiting);
    daemon.child.kill('SIGUSR2');
    const [code] = await once(daemon.child, 'exit');
    expect(code).toBe(1);
    await expect.poll(() => daemon.said()).toContain('nobody caught me');
    await using again = await startDaemon(folder.path);
    await again.until('complete');
    expect(comparableLines(join(folder.path, 'runs', id), 'SPX')).toEqual(await unbroken());
  });

  test('X15 the lock of a folder that was copied from another machine holds nobody', async () => {
    using folder = temporaryFolder();
    const [here, there] = [join(folder.path, 'here'), join(folder.path, 'there')];
    await using lock = await acquireLock(join(here, 'runs'), { url: 'http://127.0.0.1:1' });
    cpSync(here, there, { recursive: true });
    const note = join(there, 'runs', '.lock.json');
    writeFileSync(note, JSON.stringify({ ...lock.note, host: 'another-box', pid: 1 }));
    await using copy = await acquireLock(join(there, 'runs'));
    expect(copy.note.pid).toBe(process.pid);
    // Where the file system cannot lock, nobody gets in: SQLite says so, as on NFS without locks.
    rmSync(join(folder.path, 'odd'), { recursive: true, force: true, maxRetries: 5 });
    mkdirSync(join(folder.path, 'odd', '.lock'), { recursive: true });
    await expect(acquireLock(join(folder.path, 'odd'))).rejects.toThrow(
      /wanted a file that this process may lock, found/,
    );
  });
});

describe('a clock', { timeout: 900_000 }, () => {
  test.each([
    ['a day on', 86_400],
    ['a day back', -86_400],
    ['an hour back and forth, as summer time has it', -3_600],
    ['three weeks into the year 1970', -1_793_000_000],
  ])('X16 that jumps %s ends nothing early and nothing late', async (_how, seconds) => {
    using folder = temporaryFolder();
    const job = slowJob({ timeout_seconds: 60, budget: { seconds: 3_000 } });
    const clock = join(folder.path, 'clock');
    writeFileSync(clock, '0');
    const node = ['--import', SHIFTED];
    const env = { SHIFTED_CLOCK: clock };
    await using daemon = await startDaemon(folder.path, { node, env });
    dropJob(folder.path, job);
    const { id } = await daemon.until('running', 'complete');
    await vi.waitUntil(() => linesMade(folder.path, id) > 3, waiting);
    writeFileSync(clock, String(seconds));
    await vi.waitUntil(() => linesMade(folder.path, id) > 20, waiting);
    writeFileSync(clock, '0');
    const record = await daemon.until('complete');
    expect(record.reason).toBeNull();
    expect(record.seconds).toBeGreaterThan(0);
    expect(record.seconds).toBeLessThan(3_000);
    expect(comparableLines(join(folder.path, 'runs', id), 'SPX')).toEqual(await unbroken());
    const times = evaluationsOf(folder.path, id).map((line) => (line as { ms: number }).ms);
    expect(times.every((ms) => ms >= 0)).toBe(true);
    expect(await readLock(daemon.store.root)).toMatchObject({ pid: daemon.child.pid });

    // Another run begun at a time that was there before gets a name of its own.
    writeFileSync(clock, String(seconds));
    dropJob(
      folder.path,
      slowJob({ name: 'other', seed: 8, stages: [{ sampler: 'random', samples: 3 }] }),
      'o.json',
    );
    await vi.waitUntil(async () => {
      const { records } = await daemon.store.list();
      return records.length === 2 && records.every(({ state }) => state === 'complete');
    }, waiting);
  });
});

describe('an event loop', { timeout: 900_000 }, () => {
  test('X17 that is blocked for longer than a backtest may take ends none of them', async () => {
    using folder = temporaryFolder();
    const job = slowJob({ timeout_seconds: 15 });
    const blocks = join(folder.path, 'blocks.mjs');
    const wait = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 17_000)';
    writeFileSync(blocks, `process.on('SIGUSR2', () => { ${wait}; console.log('awake'); });`);
    await using daemon = await startDaemon(folder.path, { node: ['--import', blocks] });
    dropJob(folder.path, job);
    const { id } = await daemon.until('running', 'complete');
    await vi.waitUntil(() => linesMade(folder.path, id) > 3, waiting);
    daemon.child.kill('SIGUSR2');
    await vi.waitUntil(() => daemon.said().includes('awake'), waiting);
    await daemon.until('complete');
    const lines = evaluationsOf(folder.path, id) as { status: string; attempt: number }[];
    expect(lines.filter(({ status }) => status === 'failed')).toEqual([]);
    const raw = readFileSync(join(folder.path, 'runs', id, 'SPX', 'evaluations.jsonl'), 'utf8');
    expect(raw).not.toMatch(/"attempt":[2-9]/);
    expect(comparableLines(join(folder.path, 'runs', id), 'SPX')).toEqual(await unbroken());
  });
});

function descendants(pid: number): number[] {
  const children = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child as number);
  return [...children, ...children.flatMap(descendants)];
}

/** Processor time so far of those processes that still live. */
function secondsOf(pids: readonly number[]): number {
  return execFileSync('ps', ['-eo', 'pid=,times='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([pid = 0]) => pids.includes(pid))
    .reduce((sum, [, seconds = 0]) => sum + seconds, 0);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
