import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureSampleData } from '../../../harness/embedded/data/sample-data.ts';
import { prepareBars } from '../../../harness/embedded/prepare/prepare-bars.ts';
import { strategies } from '../../../harness/embedded/strategies/index.ts';
import type { BacktestSetup, Executor } from '../../../runner/domain/executor.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { executors } from '../../../runner/executors/index.ts';
import { repeating } from '../../../runner/executors/repeating.ts';
import {
  createExecutor,
  outcomesOf,
  requestsOf,
  setupOf,
} from '../../fixtures/executor-under-test.ts';
import { createFakeExecutor } from '../../fixtures/fake-executor.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');

const prepared = join(folder.path, 'prepared');

beforeAll(async () => {
  await ensureSampleData(data);
  const source = { kind: 'synthetic', days: 20, start: '2024-01-02', seed: 3 } as const;
  await prepareBars({ symbol: 'GER40', source, folder: prepared, replace: false });
});
afterAll(() => folder[Symbol.dispose]());

function sets(count: number): ParameterSet[] {
  return Array.from({ length: count }, (_, shares) => ({ shares: shares + 1 }));
}

/** Carries chunks of five out, one after the other, and returns the outcomes of all. */
async function inChunks(executor: Executor, setup: BacktestSetup, count: number) {
  const outcomes = [];
  for (let from = 0; from < count; from += 5) {
    const chunk = requestsOf(setup, sets(count).slice(from, from + 5), from + 1);
    outcomes.push(...(await outcomesOf(executor, chunk)));
  }
  return outcomes;
}

describe('repeating()', () => {
  it('tells once that a strategy keeps something between backtests', async () => {
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    await using embedded = createExecutor(executors.embedded, {
      cacheFolder: folder.path,
      slots: 1,
    });
    const executor = repeating(embedded, { every: 10, warn });
    const outcomes = await inChunks(executor, setupOf(data, 'remembers'), 40);
    expect(outcomes.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('tests/fixtures/strategies/remembers.ts on SPX gave another');
    expect(warnings[0]).toMatch(/after \d+ backtests, so something of it outlives a backtest/);
  });

  it('says nothing of one that keeps nothing, and no repeat leaves it', async () => {
    const warnings: string[] = [];
    const fake = createFakeExecutor({
      slots: 1,
      backtest: ({ shares }) => ({ net_pnl: Number(shares) }),
    });
    const executor = repeating(fake, { every: 10, warn: (message) => warnings.push(message) });
    const outcomes = await inChunks(executor, setupOf(data, 'idle'), 40);
    expect(outcomes.map(({ id }) => id).sort((a, b) => a - b)).toEqual(
      sets(40).map((_, n) => n + 1),
    );
    expect(fake.carriedOut.length).toBe(43);
    expect(warnings).toEqual([]);
  });

  it('takes a repeat that fails for a difference', async () => {
    const warnings: string[] = [];
    let done = 0;
    const fake = createFakeExecutor({
      slots: 1,
      backtest: ({ shares }) => {
        if (++done > 10) throw new Error('too many of them\n    at somewhere');
        return { net_pnl: Number(shares) };
      },
    });
    const executor = repeating(fake, { every: 10, warn: (message) => warnings.push(message) });
    await inChunks(executor, setupOf(data, 'idle'), 15);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/it failed: .*too many of them$/);
  });
});

/** Where a strategy needs other data than daily bars of SPX. */
const OWN_DATA: Readonly<Record<string, Partial<BacktestSetup>>> = {
  'initial-balance': {
    symbol: 'GER40',
    securityType: 'cfd',
    market: 'oanda',
    resolution: 'minute',
    dates: { start: '2024-01-01', end: '2024-12-31' },
    dataFolder: prepared,
  },
};

describe('the embedded engine', () => {
  it.each(Object.keys(strategies))(
    'gives %s the same result in a fresh thread and after 500 others',
    async (strategy) => {
      const setup = {
        ...setupOf(data, 'idle'),
        strategy,
        dates: { start: '2001-01-01', end: '2002-12-31' },
        ...OWN_DATA[strategy],
      };
      const options = { cacheFolder: folder.path, slots: 1 };
      await using executor = createExecutor(executors.embedded, options);
      const { defaults } = await executor.prepare(setup);
      const names = Object.keys(defaults).filter((name) => typeof defaults[name] === 'number');
      const others = Array.from({ length: 500 }, (_, n) =>
        Object.fromEntries(names.map((name, k) => [name, 2 + ((n * (k + 3)) % 40)])),
      );
      const [fresh] = await outcomesOf(executor, requestsOf(setup, [defaults]));
      await outcomesOf(executor, requestsOf(setup, others, 2));
      const [later] = await outcomesOf(executor, requestsOf(setup, [defaults], 900));
      expect(fresh).toMatchObject({ status: 'complete' });
      expect(later).toMatchObject({ status: 'complete', metrics: metricsOf(fresh) });
      await using another = createExecutor(executors.embedded, options);
      const [elsewhere] = await outcomesOf(another, requestsOf(setup, [defaults]));
      expect(metricsOf(elsewhere)).toEqual(metricsOf(later));
    },
  );
});

function metricsOf(outcome: Awaited<ReturnType<typeof outcomesOf>>[number] | undefined) {
  return outcome?.status === 'complete' ? { ...outcome.metrics } : null;
}
