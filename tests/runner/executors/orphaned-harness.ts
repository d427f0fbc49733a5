// Starts a backtest that hangs, prints the id of its harness, and waits to be killed.
import { executors } from '../../../runner/executors/index.ts';
import { childProcesses } from '../../fixtures/child-processes.ts';
import { createExecutor, outcomeOf } from '../../fixtures/executor-under-test.ts';
import { misbehaving, misbehavingSetup } from '../../fixtures/misbehaving-harness.ts';

const [folder = ''] = process.argv.slice(2);
const setup = misbehavingSetup(folder);
const hangs = Promise.withResolvers<void>();
const executor = createExecutor(executors.process, {
  cacheFolder: folder,
  timeoutSeconds: 600,
  slots: 1,
  options: { command: misbehaving },
  log: (text) => text.includes('hanging') && hangs.resolve(),
});
await executor.start();
const describing = executor.prepare(setup);
await describing;
const before = new Set(childProcesses());
await outcomeOf(executor, setup, { shares: 1, fault: 'none' });
const harness = childProcesses().find((id) => !before.has(id)) ?? childProcesses().at(-1);
const hanging = outcomeOf(executor, setup, { shares: 1, fault: 'hang' });
// One that has not read its request yet ends when its runner does.
await hangs.promise;
console.log(harness);
await hanging;
