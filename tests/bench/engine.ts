import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBacktest } from '../../harness/embedded/backtest.ts';
import { ensureSampleData } from '../../harness/embedded/data/sample-data.ts';
import { loadStrategy } from '../../harness/embedded/load-strategy.ts';
import { loadMarketData } from '../../harness/embedded/market-data.ts';
import type { BacktestSetup } from '../../runner/domain/executor.ts';
import { measureSteadyRate, steadyRateLines } from './steady-rate.ts';

const WARM_UP = 2_000;

/**
 * Backtests of sma-cross on one core: the S&P 500's daily bars from 2000 to 2020, each with another
 * set of parameters, all metrics measured.
 */
export async function benchEngine(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'leantune-bench-'));
  try {
    const dataFolder = join(folder, 'data');
    await ensureSampleData(dataFolder);
    const setup = benchSetup(dataFolder);
    const loadStart = performance.now();
    const data = loadMarketData(setup);
    const loadMs = performance.now() - loadStart;
    const strategy = await loadStrategy('sma-cross', process.cwd());
    const backtest = createBacktest({ setup, data, strategy });
    const run = (count: number) => void backtest.run(parametersAt(count), 'metrics');
    const rate = measureSteadyRate(run, WARM_UP);
    console.log(`engine: sma-cross, ${data.barCount} daily bars, one core`);
    console.log(`  load                 ${loadMs.toFixed(0)} ms`);
    console.log(steadyRateLines(rate, data.barCount));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function benchSetup(dataFolder: string): BacktestSetup {
  return {
    strategy: 'sma-cross',
    symbol: 'spx',
    securityType: 'equity',
    market: 'usa',
    resolution: 'daily',
    normalization: 'Adjusted',
    benchmark: 'self',
    dates: { start: '2000-01-01', end: '2020-04-17' },
    cash: 100_000,
    dataFolder,
    fixedParameters: {},
  };
}

/** Fast from 2 to 41, slow from 50 to 199. */
function parametersAt(count: number) {
  return { fast: 2 + (count % 40), slow: 50 + ((count * 7) % 150) };
}
