import { parentPort, workerData } from 'node:worker_threads';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { loadStrategy } from '../../../harness/embedded/load-strategy.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';

/** A thread in which modules are Node's own: the test runner's cannot load a user's file as Node does. */
const { setup, params } = workerData as { setup: BacktestSetup; params: ParameterSet };
try {
  const strategy = await loadStrategy(setup.strategy, process.cwd());
  const backtest = createBacktest({ setup, data: loadMarketData(setup), strategy });
  const { metrics, result } = backtest.run(params, 'full');
  parentPort?.postMessage({ metrics, result: JSON.parse(result ?? ''), error: '' });
} catch (error) {
  parentPort?.postMessage({ metrics: {}, result: {}, error: (error as Error).stack });
}
