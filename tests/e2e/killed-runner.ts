// Starts backtests that hang in containers, tells when they do, and waits to be killed.
import { executors } from '../../runner/executors/index.ts';
import { createExecutor, outcomesOf, requestsOf } from '../fixtures/executor-under-test.ts';
import { misbehaving, misbehavingSetup } from '../fixtures/misbehaving-harness.ts';

const [folder = '', host = '', image = ''] = process.argv.slice(2);
const setup = misbehavingSetup(folder);
const hanging = Promise.withResolvers<void>();
let heard = '';
const executor = createExecutor(executors.docker, {
  cacheFolder: folder,
  timeoutSeconds: 600,
  slots: 2,
  options: { image, hosts: [{ host }], node: process.execPath, command: misbehaving },
  log: (text) => {
    heard += text;
    if (heard.split('hanging').length > 2) hanging.resolve();
  },
});
await executor.start();
const quick = [1, 2].map((id) =>
  outcomesOf(executor, requestsOf(setup, [{ shares: 1, fault: 'slow' }], id)),
);
await Promise.all(quick);
const running = [3, 4].map((id) =>
  outcomesOf(executor, requestsOf(setup, [{ shares: 1, fault: 'hang' }], id)),
);
await hanging.promise;
console.log('hanging');
await Promise.all(running);
