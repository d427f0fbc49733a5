import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ensureSampleData } from '../../../harness/embedded/data/sample-data.ts';
import type { BacktestSetup, Executor } from '../../../runner/domain/executor.ts';
import { executors } from '../../../runner/executors/index.ts';
import { childProcesses } from '../../fixtures/child-processes.ts';
import {
  createExecutor,
  gist,
  outcomeOf,
  projectRoot,
  setupOf,
  type TestedExecutorOptions,
} from '../../fixtures/executor-under-test.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
const started: Executor[] = [];

function start(options: Omit<TestedExecutorOptions, 'cacheFolder'> = {}): Executor {
  const cacheFolder = join(folder.path, 'cache');
  const executor = createExecutor(executors.embedded, { cacheFolder, slots: 1, ...options });
  started.push(executor);
  return executor;
}

const setup = (strategy: string): BacktestSetup => setupOf(data, strategy);

/** For tests that leave it as it was. */
let shared: Executor;

beforeAll(async () => {
  await ensureSampleData(data);
  shared = createExecutor(executors.embedded, { cacheFolder: folder.path, slots: 1 });
});
afterEach(async () => {
  for (const executor of started.splice(0)) await executor[Symbol.asyncDispose]();
});
afterAll(async () => {
  await shared[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const secret = join(folder.path, 'secret.txt');

it.each([
  ['write', join(folder.path, 'written')],
  ['write', join(data, 'written')],
  ['write', join(projectRoot, 'tests/fixtures/strategies/written.tmp')],
  ['write', join(projectRoot, 'harness/embedded/sandbox/written.tmp')],
  ['read', secret],
  ['read', join(projectRoot, 'runner/main.ts')],
  ['read', join(projectRoot, 'tsconfig.json')],
  ['lookFor', secret],
  ['link', join(folder.path, 'written')],
  ['spawn', join(folder.path, 'written')],
  ['listen', ''],
  ['datagram', ''],
  ['thread', ''],
  ['threadWithFlags', join(folder.path, 'written')],
  ['sqlite', join(folder.path, 'written')],
  ['ffi', ''],
  ['inspect', ''],
  ['signal', ''],
  ['signalByImport', ''],
  ['internals', ''],
])('embedded refuses a strategy to %s (%#)', async (way, to) => {
  writeFileSync(secret, 'secret');
  const outcome = await outcomeOf(shared, setup('trespasses'), { way, to });
  expect(outcome.status).toBe('failed');
  expect(gist(outcome)).toMatch(/restricted|denied|No such built-in|Cannot call process/i);
  expect(readFileSync(secret, 'utf8')).toBe('secret');
  if (way !== 'read' && way !== 'lookFor') expect(existsSync(to)).toBe(false);
});

it('embedded lets a strategy read the files beside it', async () => {
  const to = join(projectRoot, 'tests/fixtures/strategies/idle.ts');
  const outcome = await outcomeOf(shared, setup('trespasses'), { way: 'read', to });
  expect(outcome.status).toBe('complete');
});

it('embedded lets no strategy reach a port of this machine', async () => {
  let connections = 0;
  const server = createServer(() => connections++).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await outcomeOf(shared, setup('connects'), { port });
  await outcomeOf(shared, setup('tells-time'), { ms: 200 });
  server.close();
  expect(connections).toBe(0);
});

it('embedded shows a strategy nothing of the environment', async () => {
  process.env['LEANTUNE_TEST_SECRET'] = 'hidden';
  const seen = gist(await outcomeOf(shared, setup('peeks'), {}));
  expect(seen).toContain('"TZ":"UTC"');
  expect(seen).not.toContain('hidden');
  expect(seen).not.toContain('"port"');
});

it('embedded runs a strategy from anywhere, and anew when it has changed', async () => {
  const file = join(folder.path, 'own.ts');
  const own = { ...setup('idle'), strategy: file };
  copyFileSync(join(projectRoot, 'tests/fixtures/strategies/buy-shares.ts'), file);
  const executor = start();
  const first = await executor.prepare(own);
  const bought = await outcomeOf(executor, own, { shares: 5 });
  const source = readFileSync(file, 'utf8').replace("('shares', 1)", "('shares', 1) * 2");
  writeFileSync(file, source.replace('{ shares: 1 }', '{ shares: 3 }'));
  const second = await executor.prepare(own);
  expect(second.strategyHash).not.toBe(first.strategyHash);
  expect(second.dataHash).toBe(first.dataHash);
  expect([first.defaults, second.defaults]).toEqual([{ shares: 1 }, { shares: 3 }]);
  const twice = await outcomeOf(executor, own, { shares: 5 });
  expect(Number(gist(twice)) / Number(gist(bought))).toBeCloseTo(2, 1);
});

it('embedded ends with its parent, also while it is busy', async () => {
  const program = fileURLToPath(new URL('./orphan.ts', import.meta.url));
  const parent = spawn(process.execPath, [program, data, folder.path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(parent.stdout, 'data');
  const sandbox = Number(String(line));
  expect(() => process.kill(sandbox, 0)).not.toThrow();
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await expect.poll(() => isAlive(sandbox), { timeout: 120_000 }).toBe(false);
});

it('embedded takes no pause of its process for a loop', async () => {
  const before = new Set(childProcesses());
  const executor = start({ timeoutSeconds: 6 });
  await executor.prepare(setup('tells-time'));
  const running = outcomeOf(executor, setup('tells-time'), { ms: 1_000 });
  const [sandbox] = childProcesses().filter((id) => !before.has(id));
  await sleep(50);
  process.kill(sandbox as number, 'SIGSTOP');
  await sleep(7_500);
  process.kill(sandbox as number, 'SIGCONT');
  expect(gist(await running)).toMatch(/"start"/);
});

it('embedded says why its process cannot start, and tries again', async () => {
  const { execPath } = process;
  const executor = start();
  process.execPath = '/bin/false';
  try {
    const outcome = await outcomeOf(executor, setup('idle'), {});
    expect(outcome).toMatchObject({ status: 'failed', retriable: true });
    expect(gist(outcome)).toMatch(/Cannot start the sandbox: it ended with code 1/);
    await expect(executor.prepare(setup('idle'))).rejects.toThrow(/Cannot start the sandbox/);
    process.execPath = '/nowhere/node';
    expect(gist(await outcomeOf(executor, setup('idle'), {}))).toMatch(/ENOENT/);
  } finally {
    process.execPath = execPath;
  }
  expect(await outcomeOf(executor, setup('idle'), {})).toMatchObject({ status: 'complete' });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
