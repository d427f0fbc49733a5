import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureSampleData } from '../../../harness/embedded/data/sample-data.ts';
import type { BacktestSetup, Outcome } from '../../../runner/domain/executor.ts';
import type { Metrics } from '../../../runner/domain/metrics.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { executors } from '../../../runner/executors/index.ts';
import {
  createExecutor,
  gist,
  outcomesOf,
  projectRoot,
  requestsOf,
  setupOf,
} from '../../fixtures/executor-under-test.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

/* LEAN itself, kept loaded by our harness, beside the embedded engine: where LEAN_PATH names one. */

const lean = process.env['LEAN_PATH'];
const isThere = lean !== undefined && existsSync(lean);
if (!isThere)
  console.warn('LEAN is not compared: wanted LEAN_PATH with its assemblies, found none');

/** LEAN's own data, where they lie beside the project, have the benchmark of its strategies: SPY. */
const shared = resolve(projectRoot, process.env['LEANTUNE_SHARED'] ?? '../shared', 'lean-data');
const hasBenchmark = existsSync(shared);
const ofBenchmark = ['alpha', 'beta', 'information_ratio', 'tracking_error', 'treynor_ratio'];

describe.skipIf(!isThere)('LEAN beside the embedded engine', () => {
  const sample = temporaryFolder();
  const cache = temporaryFolder();

  beforeAll(() => ensureSampleData(sample.path));
  afterAll(() => {
    sample[Symbol.dispose]();
    cache[Symbol.dispose]();
  });

  async function run(
    kind: 'process' | 'embedded',
    strategy: string,
    sets: readonly ParameterSet[],
  ): Promise<Outcome[]> {
    await using executor = createExecutor(executors[kind], {
      cacheFolder: cache.path,
      slots: 1,
      timeoutSeconds: 300,
      memoryLimitMb: 2_048,
      options: kind === 'process' ? { lean, canary_every: 0 } : {},
    });
    await executor.start();
    const setup: BacktestSetup = {
      ...setupOf(hasBenchmark ? shared : sample.path, ''),
      symbol: hasBenchmark ? 'SPY' : 'SPX',
      dates: { start: '2004-01-02', end: '2015-12-31' },
      ...(kind === 'process'
        ? { engine: 'lean', strategy: `harness/lean/strategies/${strategy}` }
        : { strategy: `harness/embedded/strategies/${strategy}.ts` }),
    };
    return await outcomesOf(executor, requestsOf(setup, sets));
  }

  it.each<[string, ParameterSet[]]>([
    [
      'sma-cross',
      [
        { fast: 10, slow: 30 },
        { fast: 3, slow: 198 },
        { fast: 50, slow: 60 },
      ],
    ],
    [
      'rsi-reversion',
      [
        { period: 14, oversold: 30 },
        { period: 5, oversold: 20 },
      ],
    ],
    ['macd-trend', [{}]],
  ])('gives the metrics of %s, unrounded', async (strategy, sets) => {
    const [theirs, ours] = [
      await run('process', strategy, sets),
      await run('embedded', strategy, sets),
    ];
    for (const [index, outcome] of theirs.entries()) {
      const found = metricsOf(outcome);
      const wanted = metricsOf(ours[index] as Outcome);
      expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
      const apart = Object.entries(wanted).filter(
        ([name, value]) =>
          (hasBenchmark || !ofBenchmark.includes(name)) &&
          !(Math.abs((found[name] ?? Number.NaN) - value) <= 1e-7 * Math.max(1, Math.abs(value))),
      );
      expect(apart.map(([name, value]) => [name, value, found[name]])).toEqual([]);
    }
  });

  it('gives a set the same metrics as the first, the 50th and the 200th backtest', async () => {
    const again = { fast: 10, slow: 30 };
    const sets = Array.from({ length: 200 }, (_, index) =>
      [0, 49, 199].includes(index) ? again : { fast: 3 + (index % 20), slow: 40 + index },
    );
    const outcomes = await run('process', 'sma-cross', sets);
    const [first, middle, last] = [0, 49, 199].map((index) =>
      metricsOf(outcomes[index] as Outcome),
    );
    expect(middle).toEqual(first);
    expect(last).toEqual(first);
    expect(new Set(outcomes.map(gist)).size).toBeGreaterThan(100);
  });
});

function metricsOf(outcome: Outcome): Metrics {
  if (outcome.status !== 'complete') throw new Error(String(gist(outcome)));
  return outcome.metrics;
}
