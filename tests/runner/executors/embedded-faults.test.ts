import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
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
  setupOf,
  type TestedExecutorOptions,
} from '../../fixtures/executor-under-test.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

/*
 * Every fault costs the one backtest it is in: those before, behind and beside it end as they do
 * without it.
 */
const folder = temporaryFolder();
const setup = setupOf(folder.path, 'misbehaves');
const started: Executor[] = [];

function start(options: Omit<TestedExecutorOptions, 'cacheFolder'> = {}): Executor {
  const executor = createExecutor(executors.embedded, { cacheFolder: folder.path, ...options });
  started.push(executor);
  return executor;
}

/** Goes through most faults, one after the other. */
let enduring: Executor;

/** Profit by shares, of backtests without a fault. */
const profits = new Map<number, number>();

beforeAll(async () => {
  await ensureSampleData(folder.path);
  enduring = createExecutor(executors.embedded, { cacheFolder: folder.path, memoryLimitMb: 128 });
  const sets = Array.from({ length: 111 }, (_, index) => ({ shares: index + 1 }));
  const calm = setupOf(folder.path, 'buy-shares');
  for (const outcome of await outcomesOf(enduring, requestsOf(calm, sets))) {
    profits.set(outcome.id, Number(gist(outcome)));
  }
});
afterEach(async () => {
  for (const executor of started.splice(0)) await executor[Symbol.asyncDispose]();
});
afterAll(async () => {
  await enduring[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** Two chunks at a time, the fault in the middle of the first. */
async function runAround(executor: Executor, fault: string) {
  const sets = Array.from({ length: 11 }, (_, index) => ({
    shares: index + 1,
    fault: index === 5 ? fault : 'none',
  }));
  const beside = sets.map((set) => ({ shares: set.shares + 100, fault: 'none' }));
  const [first, second] = await Promise.all([
    outcomesOf(executor, requestsOf(setup, sets, 1)),
    outcomesOf(executor, requestsOf(setup, beside, 101)),
  ]);
  for (const outcome of [...first.filter((_, index) => index !== 5), ...second]) {
    expect(gist(outcome)).toBe(profits.get(outcome.id));
  }
  return first[5]!;
}

it.each([
  ['throw', /no such luck/, false],
  ['throwNothing', /undefined/, false],
  ['overflow', /call stack/, false],
  ['exit', /process\.exit/, false],
  ['exitAnyway', /process\.reallyExit/, false],
  ['abort', /process\.abort/, false],
  ['kill', /process\.kill/, false],
  ['reject', /nobody waits for this/, false],
  ['throwLater', /when the backtest was over/, false],
  ['hogObjects', /at most 128 MB/, false],
  ['hogMap', /memory/, false],
  ['hogBuffers', /at most 128 MB .* found \d+ MB/, false],
  ['writeIntoAnswers', /an answer of the sandbox/, false],
  ['spawn', /restricted/, false],
])('embedded charges "%s" to its own backtest', async (fault, error, retriable) => {
  const outcome = await runAround(enduring, fault);
  expect(outcome).toMatchObject({ status: 'failed', retriable });
  expect(gist(outcome)).toMatch(error);
});

it.each(['loop', 'loopInNode'])('embedded ends "%s" after the time-out', async (fault) => {
  const outcome = await runAround(start({ timeoutSeconds: 5 }), fault);
  expect(outcome).toMatchObject({ status: 'failed', retriable: true });
  expect(gist(outcome)).toMatch(/wanted an end within 5 s/);
});

it.each(['print', 'printRaw', 'throwMuchLater'])('embedded lets "%s" pass', async (fault) => {
  const heard: string[] = [];
  const executor = start({ log: (text) => heard.push(text) });
  expect(await runAround(executor, fault)).toMatchObject({ status: 'complete' });
  await outcomeOf(executor, setup, { shares: 1, fault: 'none' });
  // What is printed comes by another way than answers do.
  await expect.poll(() => heard.join('')).toMatch(/noise|nobody was to blame/);
  expect(heard.join('').length).toBeLessThan(40_000);
});

it('embedded shows where a strategy threw', async () => {
  const outcome = await outcomeOf(enduring, setup, { shares: 1, fault: 'throw' });
  const stack = outcome.status === 'failed' ? outcome.error : '';
  expect(stack).toMatch(/^TypeError: no such luck\n/);
  expect(stack).toMatch(/strategies\/misbehaves\.ts:\d+:\d+/);
  expect(stack).not.toContain('node:internal');
});

it('embedded charges a set that always ends its sandbox, however many there are', async () => {
  const executor = start({ memoryLimitMb: 64 });
  const sets = ['none', 'hogMap', 'none', 'writeIntoAnswers', 'none'];
  const outcomes = await outcomesOf(
    executor,
    requestsOf(
      setup,
      sets.map((fault, index) => ({ shares: index + 1, fault })),
    ),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(
    sets.map((fault) => (fault === 'none' ? 'complete' : 'failed')),
  );
});

it('embedded answers each request once while its process is killed again and again', async () => {
  const executor = start();
  const slow = setupOf(folder.path, 'tells-time');
  const chunks = Array.from({ length: 24 }, (_, chunk) =>
    outcomesOf(executor, requestsOf(slow, Array(4).fill({ ms: 15 }), chunk * 4)),
  );
  const seen = new Set(childProcesses());
  const killer = setInterval(() => {
    const [fresh] = childProcesses().filter((id) => !seen.has(id));
    if (fresh === undefined || seen.size > 6) return;
    seen.add(fresh);
    try {
      process.kill(fresh, 'SIGKILL');
    } catch {
      // It had ended by itself.
    }
  }, 400);
  const outcomes = (await Promise.all(chunks)).flat();
  clearInterval(killer);
  expect(new Set(outcomes.map(({ id }) => id)).size).toBe(96);
  for (const outcome of outcomes) {
    // One that was alone when the process was killed may be charged, and tried again.
    const answered = String(gist(outcome)).includes('"start"');
    expect(answered || (outcome.status === 'failed' && outcome.retriable)).toBe(true);
  }
});
