// Starts slow backtests in a sandbox, tells when they run, and waits to be killed.
import { executors } from '../../runner/executors/index.ts';
import {
  createExecutor,
  outcomesOf,
  requestsOf,
  setupOf,
} from '../fixtures/executor-under-test.ts';

const [folder = ''] = process.argv.slice(2);
const executor = createExecutor(executors.embedded, { cacheFolder: folder, slots: 1 });
await executor.start();
const sets = Array.from({ length: 10_000 }, (_, index) => ({ fast: 2 + index, slow: 20_000 }));
const setup = setupOf(folder, 'slow-sma-cross');
await executor.prepare(setup);
console.log('running');
await outcomesOf(executor, requestsOf(setup, sets));
