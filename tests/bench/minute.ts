import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBacktest } from '../../harness/embedded/backtest.ts';
import { loadStrategy } from '../../harness/embedded/load-strategy.ts';
import { loadMarketData } from '../../harness/embedded/market-data.ts';
import { makeMinutes, minuteSetup } from './made-minutes.ts';
import { measureSteadyRate, steadyRateLines } from './steady-rate.ts';

const WARM_UP = 400;

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
  let orders = 0;
  let runs = 0;
  const run = (count: number): void => {
    const { metrics } = backtest.run(parametersAt(count), 'metrics');
    orders += metrics['trade_count'] ?? 0;
    runs++;
  };
  const rate = measureSteadyRate(run, WARM_UP);
  console.log(`sma-cross, ${data.barCount} minute bars, one core, all metrics`);
  console.log(
    `  of 40 short and 150 long periods in turn, ${Math.round(orders / runs)} orders a backtest`,
  );
  console.log(steadyRateLines(rate, data.barCount));
}

/** More periods than their values have room for: a search also meets some that are not kept. */
function parametersAt(count: number) {
  return { fast: 5 + (count % 40), slow: 60 + (count % 150) };
}
