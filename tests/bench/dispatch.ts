import { ensureSampleData } from '../../harness/embedded/data/sample-data.ts';
import type { BacktestRequest, BacktestSetup, Executor } from '../../runner/domain/executor.ts';
import { executors } from '../../runner/executors/index.ts';
import { createExecutor, setupOf } from '../fixtures/executor-under-test.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { dockerOptions, openTestDocker } from '../fixtures/test-docker.ts';

const never = new AbortController().signal;

/**
 * What the embedded executor adds to a backtest, alone and in chunks, by a strategy that does
 * nothing on a week of bars; how long the first result takes; how backtests on 5,104 bars scale from
 * one slot to two; and what it adds where harnesses are processes or containers.
 */
export async function benchDispatch(): Promise<void> {
  using folder = temporaryFolder();
  await ensureSampleData(folder.path);
  const week = { start: '2001-01-01', end: '2001-01-07' };
  const idle = { ...setupOf(folder.path, 'idle'), dates: week };

  await using executor = createExecutor(executors.embedded, { cacheFolder: folder.path, slots: 1 });
  const startedAt = performance.now();
  await evaluate(executor, requests(idle, 1));
  print('first result after', performance.now() - startedAt, 'ms');
  for (let warm = 0; warm < 3_000; warm++) await evaluate(executor, requests(idle, 1));

  await overhead(executor, 'alone', idle, { chunk: 1, chunks: 3_000 });
  await overhead(executor, 'chunks of 100', idle, { chunk: 100, chunks: 200 });
  await overhead(executor, 'chunks of 1,000', idle, { chunk: 1_000, chunks: 50 });
  await scaling(folder.path);
  await harnesses(folder.path, idle);
}

/** The embedded engine behind the harness's protocol: as a process, and in a container. */
async function harnesses(cacheFolder: string, setup: BacktestSetup): Promise<void> {
  const docker = await openTestDocker();
  const kinds = {
    process: {},
    ...(typeof docker !== 'string' && { docker: dockerOptions(docker) }),
  };
  for (const [name, options] of Object.entries(kinds)) {
    const factory = executors[name as keyof typeof kinds];
    await using executor = createExecutor(factory, { cacheFolder, slots: 1, options });
    await executor.start();
    const startedAt = performance.now();
    await evaluate(executor, requests(setup, 1));
    print(`${name}: first result after`, performance.now() - startedAt, 'ms');
    for (let warm = 0; warm < 300; warm++) await evaluate(executor, requests(setup, 1));
    await overhead(executor, name, setup, { chunk: 1, chunks: 1_000 });
  }
  if (typeof docker === 'string') console.log(`docker: ${docker}`);
  else await docker[Symbol.asyncDispose]();
}

async function overhead(
  executor: Executor,
  name: string,
  setup: BacktestSetup,
  { chunk, chunks }: { chunk: number; chunks: number },
): Promise<void> {
  let inside = 0;
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  for (let done = 0; done < chunks; done++) {
    inside += await evaluate(executor, requests(setup, chunk));
  }
  const whole = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  const count = chunk * chunks;
  print(`${name}: dispatch`, ((whole - inside) / count) * 1_000, 'µs a backtest');
  print(`${name}: processor time of the runner`, (user + system) / count, 'µs a backtest');
  print(`${name}: backtest`, (inside / count) * 1_000, 'µs');
}

async function scaling(dataFolder: string): Promise<void> {
  const setup: BacktestSetup = {
    ...setupOf(dataFolder, 'idle'),
    strategy: 'sma-cross',
    dates: { start: '2000-01-01', end: '2020-12-31' },
  };
  const rates: number[] = [];
  for (const slots of [1, 2]) {
    await using executor = createExecutor(executors.embedded, { cacheFolder: dataFolder, slots });
    await keepBusy(executor, setup, 2_000);
    const startedAt = performance.now();
    await keepBusy(executor, setup, 10_000);
    rates.push(10_000 / ((performance.now() - startedAt) / 1_000));
    print(`sma-cross on 5,104 bars, ${slots} slots`, rates.at(-1) ?? 0, 'backtests/s');
  }
  print('two slots to one', (rates[1] ?? 0) / (rates[0] ?? 1), 'times');
}

/** All slots at work, each with chunks of the size that the executor wants. */
async function keepBusy(executor: Executor, setup: BacktestSetup, count: number): Promise<void> {
  let left = count;
  const work = async (): Promise<void> => {
    while (left > 0) {
      const size = Math.min(left, executor.chunk);
      left -= size;
      await evaluate(executor, requests(setup, size));
    }
  };
  await Promise.all(Array.from({ length: executor.slots }, work));
}

function requests(setup: BacktestSetup, count: number): BacktestRequest[] {
  return Array.from({ length: count }, (_, id) => ({
    id,
    setup,
    params: { fast: 2 + (id % 50), slow: 60 + (id % 140) },
    detail: 'metrics',
  }));
}

/** The time that the backtests themselves took, in milliseconds. */
async function evaluate(executor: Executor, chunk: readonly BacktestRequest[]): Promise<number> {
  let ms = 0;
  for await (const outcome of executor.evaluate(chunk, never)) {
    if (outcome.status === 'failed') throw new Error(outcome.error);
    ms += outcome.ms;
  }
  return ms;
}

function print(name: string, value: number, unit: string): void {
  console.log(`${name.padEnd(42)} ${value.toFixed(value < 100 ? 2 : 0).padStart(8)} ${unit}`);
}
