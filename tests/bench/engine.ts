import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backtest, createBacktest } from '../../harness/embedded/backtest.ts';
import { ensureSampleData } from '../../harness/embedded/data/sample-data.ts';
import { loadStrategy } from '../../harness/embedded/load-strategy.ts';
import { loadMarketData } from '../../harness/embedded/market-data.ts';
import type { BacktestSetup } from '../../runner/domain/executor.ts';

const SECONDS = 3;
const WARM_UP = 500;

/**
 * Backtests of sma-cross on one core: the S&P 500's daily bars from 2000 to 2020, each with another
 * set of parameters, all metrics measured. Rates are per second of CPU time as well as of wall time,
 * since other work on the machine slows only the latter.
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
    const { wall, cpu } = measure(createBacktest({ setup, data, strategy }));
    const million = (rate: number) => `${((rate * data.barCount) / 1e6).toFixed(1)} million bars/s`;
    console.log(`engine: sma-cross, ${data.barCount} daily bars, one core`);
    console.log(`  load                 ${loadMs.toFixed(0)} ms`);
    console.log(`  by CPU time          ${cpu.toFixed(0)} backtests/s, ${million(cpu)}`);
    console.log(`  by wall time         ${wall.toFixed(0)} backtests/s, ${million(wall)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
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

function measure(backtest: Backtest): { wall: number; cpu: number } {
  for (let count = 0; count < WARM_UP; count++) backtest.run(parametersAt(count), 'metrics');
  const start = performance.now();
  const cpuStart = process.cpuUsage();
  let runs = 0;
  while (performance.now() - start < SECONDS * 1000) {
    for (let count = 0; count < 50; count++) backtest.run(parametersAt(runs++), 'metrics');
  }
  const { user, system } = process.cpuUsage(cpuStart);
  return {
    wall: (runs / (performance.now() - start)) * 1000,
    cpu: (runs / (user + system)) * 1e6,
  };
}

/** Fast from 2 to 41, slow from 50 to 199. */
function parametersAt(count: number) {
  return { fast: 2 + (count % 40), slow: 50 + ((count * 7) % 150) };
}
