import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBacktest } from '../../harness/embedded/backtest.ts';
import { loadStrategy } from '../../harness/embedded/load-strategy.ts';
import { loadMarketData } from '../../harness/embedded/market-data.ts';
import { cpuRateLine, measureCpuRate } from './cpu-rate.ts';
import { makeMinutes, minuteSetup } from './made-minutes.ts';

/** Minute bars: how many a core goes through, on one year of them. Prices are made up. */
export async function benchMinute(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'leantune-bench-'));
  try {
    await speed(join(folder, 'year'));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function speed(dataFolder: string): Promise<void> {
  await makeMinutes(dataFolder, '2019-01-02', '2020-01-01');
  const setup = minuteSetup(dataFolder, { start: '2019-01-01', end: '2019-12-31' });
  const data = loadMarketData(setup);
  const strategy = await loadStrategy('sma-cross', process.cwd());
  const backtest = createBacktest({ setup, data, strategy });
  const run = (count: number): void => {
    backtest.run({ fast: 5 + (count % 40), slow: 60 + (count % 150) }, 'metrics');
  };
  for (let count = 0; count < 20; count++) run(count);
  const { median, best } = measureCpuRate(run);
  console.log(`sma-cross, ${data.barCount} minute bars, one core`);
  console.log(cpuRateLine('by CPU time', median, data.barCount));
  console.log(cpuRateLine('in its best span', best, data.barCount));
}
