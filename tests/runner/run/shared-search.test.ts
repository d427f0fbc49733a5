import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BacktestRequest, Executor } from '../../../runner/domain/executor.ts';
import type { Job } from '../../../runner/domain/job.ts';
import { median } from '../../../runner/domain/median.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor } from '../../fixtures/fake-executor.ts';
import { comparableLines, runSymbolOnce } from '../../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const symbols = ['SPY', 'IBM', 'AAPL'];

/** Another best for every symbol: fast 10, 20 and 40. */
const wanted: Readonly<Record<string, number>> = { SPY: 10, IBM: 20, AAPL: 40 };

/** Knows the symbol of a request, which the fake's backtest is not told. */
function bySymbolExecutor(onBacktest?: (request: BacktestRequest) => void): Executor {
  const inner = createFakeExecutor({
    backtest: () => ({ net_pnl: 0 }),
    ...(onBacktest && { onBacktest }),
  });
  return {
    ...inner,
    async *evaluate(requests, signal) {
      const byId = new Map(requests.map((request) => [request.id, request]));
      for await (const outcome of inner.evaluate(requests, signal)) {
        const request = byId.get(outcome.id);
        const target = wanted[request?.setup.symbol ?? ''] ?? 0;
        const miss = Math.abs(Number(request?.params['fast']) - target);
        yield outcome.status === 'complete' ? { ...outcome, metrics: { net_pnl: -miss } } : outcome;
      }
    },
  };
}

const job = aJob({
  symbols,
  mode: 'shared',
  parameters: [{ name: 'fast', type: 'int', min: 1, max: 50 }],
  rules: [],
  stages: [aStage('drawing', { samples: 200, batch: 10 })],
});

function run(folder: string, change: Partial<Job> = {}, executor = bySymbolExecutor()) {
  return runSymbolOnce({ folder, job: { ...job, ...change }, executor });
}

describe('a shared search', () => {
  test.each([
    ['median', 15, -5],
    ['mean', 20, -10],
    ['worst', 25, -15],
  ] as const)(
    'finds the best set for all symbols by the %s',
    async (sharedFitness, fast, fitness) => {
      using folder = temporaryFolder();
      const { progress } = await run(folder.path, { sharedFitness });
      expect(progress).toMatchObject({
        symbol: 'shared',
        folder: 'shared',
        counts: { evaluations: 50 },
      });
      expect(progress.best?.params).toEqual({ fast });
      expect(progress.best?.fitness).toBeCloseTo(fitness, 8);
    },
  );

  test('keeps the fitness on each symbol, and the result on each of the best', async () => {
    using folder = temporaryFolder();
    const { progress } = await run(folder.path);
    expect(progress.best?.metrics).toMatchObject({
      'fitness SPY': -5,
      'fitness IBM': -5,
      'fitness AAPL': -25,
    });
    expect(readdirSync(join(folder.path, 'shared', 'backtests')).sort()).toEqual([
      'best.AAPL.json',
      'best.IBM.json',
      'best.SPY.json',
      'best.json',
    ]);
  });

  test('backtests every set once on every symbol', async () => {
    using folder = temporaryFolder();
    const seen: string[] = [];
    const note = ({ setup, params, detail }: BacktestRequest): void => {
      if (detail === 'metrics') seen.push(`${setup.symbol} ${params['fast']}`);
    };
    await run(folder.path, {}, bySymbolExecutor(note));
    expect(seen).toHaveLength(150);
    expect(new Set(seen).size).toBe(150);
  });

  test('a set that fails on one symbol has failed', async () => {
    using folder = temporaryFolder();
    const executor = bySymbolExecutor();
    const failing: Executor = {
      ...executor,
      async *evaluate(requests, signal) {
        const ibm = new Set(
          requests.filter(({ setup }) => setup.symbol === 'IBM').map(({ id }) => id),
        );
        for await (const outcome of executor.evaluate(requests, signal)) {
          const { id, slot, attempt, ms } = outcome;
          yield ibm.has(id)
            ? { id, slot, attempt, ms, status: 'failed', error: 'no data', retriable: false }
            : outcome;
        }
      },
    };
    const { progress } = await run(folder.path, {}, failing);
    expect(progress.counts).toMatchObject({ evaluations: 50, failed: 50 });
    expect(comparableLines(folder.path, 'shared')[0]).toContain('IBM: no data');
  });
});

describe('median()', () => {
  test.each([
    [[3], 3],
    [[3, 1], 2],
    [[5, 1, 3], 3],
    [[1, Number.NEGATIVE_INFINITY], Number.NEGATIVE_INFINITY],
    [[Number.NEGATIVE_INFINITY, 1, 2], 1],
  ])('%j has median %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});
