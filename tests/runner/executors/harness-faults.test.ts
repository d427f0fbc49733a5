import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { ensureSampleData } from '../../../harness/embedded/data/sample-data.ts';
import type { Executor } from '../../../runner/domain/executor.ts';
import { executors } from '../../../runner/executors/index.ts';
import { childProcesses } from '../../fixtures/child-processes.ts';
import {
  createExecutor,
  gist,
  outcomeOf,
  outcomesOf,
  requestsOf,
  type TestedExecutorOptions,
} from '../../fixtures/executor-under-test.ts';
import {
  misbehaving,
  misbehavingSetup,
  runAroundFault,
} from '../../fixtures/misbehaving-harness.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

/* Every fault of a harness costs the one backtest it is in, and no other one's result is touched. */

const folder = temporaryFolder();
const setup = misbehavingSetup(folder.path);
const started: Executor[] = [];
const said: string[] = [];

async function start(
  options: object = {},
  more: Omit<TestedExecutorOptions, 'cacheFolder'> = {},
): Promise<Executor> {
  const executor = createExecutor(executors.process, {
    cacheFolder: folder.path,
    options: { command: misbehaving, ...options },
    log: (text, level) => said.push(`${level ?? 'info'} ${text}`),
    ...more,
  });
  started.push(executor);
  await executor.start();
  return executor;
}

/** Goes through most faults, one after the other. */
let enduring: Executor;

beforeAll(async () => {
  await ensureSampleData(folder.path);
  enduring = await start();
  started.pop();
});
afterEach(async () => {
  said.length = 0;
  for (const executor of started.splice(0)) await executor[Symbol.asyncDispose]();
});
afterAll(async () => {
  await enduring[Symbol.asyncDispose]();
  // Outside of tests there is no expect.poll().
  await vi.waitUntil(() => childProcesses().length === 0, { timeout: 60_000 });
  folder[Symbol.dispose]();
});

it.each([
  'slow',
  'noisy',
  'wrongId',
  'twice',
  'hugeNoise',
  'huge',
  'pieces',
  'floodStderr',
  'ok',
  'idle',
  'unbenchmarked',
])('evaluate() gets the right result from a harness that is %s', async (fault) => {
  const outcome = await runAroundFault(enduring, setup, fault);
  expect(gist(outcome)).toBe(4);
});

it.each(['late', 'hang', 'silent'])(
  'evaluate() ends a backtest alone whose harness is %s when time is up',
  async (fault) => {
    const executor = await start({}, { timeoutSeconds: 8 });
    const outcome = await runAroundFault(executor, setup, fault);
    expect(outcome).toMatchObject({ status: 'failed', retriable: true });
    expect(gist(outcome)).toMatch(/wanted an end within 8 s/);
  },
);

it.each([
  ['crash', /its harness ended with code 3/, true],
  ['abort', /its harness was ended by SIGABRT/, true],
  ['harnessFault', /my own fault/, true],
  ['garbled', /what was that/, false],
  ['unfinished', /LEAN ended the backtest as "Running"/, false],
  ['failed', /divided by zero/, false],
  ['empty', /wanted statistics in the answer/, false],
  ['starved', /LEAN did not find equity\/usa\/daily\/none.zip, .*none.csv/, false],
])('evaluate() charges a backtest alone whose harness is %s', async (fault, error, retriable) => {
  const outcome = await runAroundFault(enduring, setup, fault);
  expect(outcome).toMatchObject({ status: 'failed', retriable });
  expect(gist(outcome)).toMatch(error);
});

it('evaluate() tells what was answered and not asked, and counts none of it', async () => {
  const executor = await start({}, { slots: 1 });
  expect(gist(await outcomeOf(executor, setup, { shares: 8, fault: 'wrongId' }))).toBe(8);
  expect(said.join('\n')).toMatch(/answered what was not asked: {"id":"4711"/);
});

it('evaluate() ends a harness that takes too much memory, and says so', async () => {
  const executor = await start({}, { memoryLimitMb: 300 });
  const outcome = await runAroundFault(executor, setup, 'hog');
  expect(outcome).toMatchObject({ status: 'failed', retriable: false });
  expect(gist(outcome)).toMatch(/MB of memory where 300 MB are allowed/);
});

it('evaluate() replaces a harness that grows before its memory is used up', async () => {
  const executor = await start({ canary_every: 0 }, { slots: 1, memoryLimitMb: 400 });
  const sets = Array.from({ length: 20 }, (_, index) => ({ shares: index, fault: 'leak' }));
  const outcomes = await outcomesOf(executor, requestsOf(setup, sets));
  expect(outcomes.map(gist)).toEqual(sets.map(({ shares }) => shares));
});

it('evaluate() replaces a harness after as many backtests as the job says', async () => {
  const executor = await start({ recycle_after: 3, canary_every: 0 }, { slots: 1 });
  const sets = Array.from({ length: 7 }, () => ({ shares: 0, fault: 'count' }));
  const outcomes = await outcomesOf(executor, requestsOf(setup, sets));
  expect(outcomes.map((outcome) => Number(gist(outcome)) * 1_000)).toEqual([1, 2, 3, 1, 2, 3, 1]);
  // Evaluations name their slot; this tells whose work it was.
  expect(new Set(said.filter((text) => /^info Slot 1 is process \d+$/.test(text))).size).toBe(3);
});

it('evaluate() finds state that outlives a backtest, names what is wrong, and isolates', async () => {
  const executor = await start({}, { slots: 1 });
  const sets = Array.from({ length: 8 }, (_, index) => ({ shares: index + 1, fault: 'bleed' }));
  const outcomes = await outcomesOf(executor, requestsOf(setup, sets));
  // The first is from a fresh process; two were given before the canary told; the rest are right.
  expect(outcomes.map(gist)).toEqual([1, 2.001, 3.002, 4, 5, 6, 7, 8]);
  const warnings = said.filter((text) => text.startsWith('warn '));
  expect(warnings[0]).toMatch(/carries state from one backtest to the next/);
  expect(warnings[1]).toMatch(/^warn 2 of 2 results .*"shares":2.*net_pnl 2.001.*process 2\)/);
});

it('evaluate() repeats the canary without a word where nothing outlives a backtest', async () => {
  const executor = await start({ canary_every: 4 }, { slots: 1 });
  const sets = Array.from({ length: 20 }, (_, index) => ({ shares: index, fault: 'none' }));
  const outcomes = await outcomesOf(executor, requestsOf(setup, sets));
  expect(outcomes.map(gist)).toEqual(sets.map(({ shares }) => shares));
  const { net_pnl: counted } = metricsOf(
    await outcomeOf(executor, setup, { shares: 0, fault: 'count' }),
  );
  // 20 and this one were asked for; canaries came after 2, then every 4.
  expect(Number(counted) * 1_000).toBe(21 + 5);
  // But for whose work it was.
  expect(said).toEqual([expect.stringMatching(/^info Slot 1 is process \d+$/)]);
});

it.each([['false'], ['/no/such/program']])(
  'evaluate() stops after five failed starts of %s, and says why',
  async (program) => {
    const executor = await start({ command: [program] });
    const outcome = outcomeOf(executor, setup, { shares: 1 });
    await expect(outcome).rejects.toThrow(/5 starts in a row failed, the last one since/);
    await expect(outcomeOf(executor, setup, { shares: 1 })).rejects.toThrow(/5 starts in a row/);
  },
);

it('evaluate() stops where every backtest ends its harness, and not where one does', async () => {
  const executor = await start({}, { slots: 1 });
  const again = requestsOf(setup, [{ shares: 1, fault: 'crash' }]);
  for (let tries = 0; tries < 6; tries++) {
    const [outcome] = await outcomesOf(executor, again);
    expect(outcome?.status).toBe('failed');
  }
  const sets = Array.from({ length: 9 }, (_, index) => ({ shares: index, fault: 'crash' }));
  await expect(outcomesOf(executor, requestsOf(setup, sets, 10))).rejects.toThrow(
    /5 starts in a row failed, the last one since its harness ended with code 3/,
  );
});

it('start() ends the busy harness of a runner that was killed, and no other process', async () => {
  const program = fileURLToPath(new URL('orphaned-harness.ts', import.meta.url));
  const runner = spawn(process.execPath, [program, folder.path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(runner.stdout, 'data');
  const harness = Number(String(line));
  const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  runner.kill('SIGKILL');
  await once(runner, 'exit');
  expect(isThere(harness)).toBe(true);
  await start();
  await expect.poll(() => isThere(harness)).toBe(false);
  await expect.poll(() => said.join()).toMatch(/1 harness processes of a leantune/);
  expect(bystander.exitCode).toBe(null);
  expect(said.join()).toMatch(/1 harness processes of a leantune that was killed were ended/);
  bystander.kill();
  await once(bystander, 'exit');
});

function metricsOf(outcome: Awaited<ReturnType<typeof outcomeOf>>) {
  return outcome.status === 'complete' ? outcome.metrics : {};
}

/** One that has ended and that nobody has asked about is no living process. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
