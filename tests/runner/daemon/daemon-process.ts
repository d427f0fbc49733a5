/** A daemon in a process of its own, on the folder that it is given; ends as `serve` does. */
import { join } from 'node:path';
import { createDaemon } from '../../../runner/daemon/daemon.ts';
import { acquireLock } from '../../../runner/run/lock.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import { createFakeRunner, fakeReader } from './fake-runner.ts';

const root = process.argv[2] as string;
const store = openRunStore(join(root, 'runs'));
const lock = await acquireLock(store.root);
const daemon = createDaemon({
  configFolder: join(root, 'config'),
  reader: fakeReader,
  runner: createFakeRunner(store),
  store,
  log: (_level, message) => console.log(message),
});
let signals = 0;
process.on('SIGINT', async () => {
  await (++signals === 1 ? daemon.drain() : daemon.stop());
  await lock[Symbol.asyncDispose]();
  process.exit(0);
});
await daemon.start();
console.log('watching');
