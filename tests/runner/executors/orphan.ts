// Starts a backtest that loops, prints the id of its sandbox, and waits to be killed.
import { executors } from '../../../runner/executors/index.ts';
import { childProcesses } from '../../fixtures/child-processes.ts';
import {
  createExecutor,
  outcomeOf,
  outcomesOf,
  requestsOf,
  setupOf,
} from '../../fixtures/executor-under-test.ts';

const [data = '', cacheFolder = ''] = process.argv.slice(2);
const setup = setupOf(data, 'misbehaves');
const executor = createExecutor(executors.embedded, { cacheFolder, timeoutSeconds: 600 });
await outcomeOf(executor, setup, { shares: 1, fault: 'none' });
const loops = requestsOf(setup, [{ shares: 1, fault: 'loop' }]);
const running = [outcomesOf(executor, loops), outcomesOf(executor, loops)];
console.log(childProcesses().join());
await Promise.all(running);
