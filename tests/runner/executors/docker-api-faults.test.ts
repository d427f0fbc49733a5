import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureSampleData } from '../../../harness/embedded/data/sample-data.ts';
import type { Executor } from '../../../runner/domain/executor.ts';
import { executors } from '../../../runner/executors/index.ts';
import { retrying } from '../../../runner/executors/retrying.ts';
import {
  createExecutor,
  gist,
  outcomesOf,
  requestsOf,
} from '../../fixtures/executor-under-test.ts';
import { openFaultyProxy, type ProxyFault } from '../../fixtures/faulty-proxy.ts';
import { misbehaving, misbehavingSetup } from '../../fixtures/misbehaving-harness.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { containersOf, dockerOptions, openTestDocker } from '../../fixtures/test-docker.ts';

/* A Docker daemon whose API fails, hangs or talks nonsense: a real one behind a proxy that spoils it. */

const docker = await openTestDocker();
const reason = typeof docker === 'string' ? docker : null;

it.runIf(reason !== null)(`faults of Docker's API: ${reason}`, (context) => {
  if (process.env['CI'] === 'true') throw new Error(`Cannot test docker: ${reason}`);
  context.skip(String(reason));
});

describe.skipIf(reason !== null)('docker executor', async () => {
  if (typeof docker === 'string') return;
  const folder = temporaryFolder();
  const sockets = temporaryFolder();
  const path = join(sockets.path, 'proxy.sock');
  const proxy = await openFaultyProxy(path, docker.host.slice('unix://'.length));
  const setup = misbehavingSetup(folder.path);
  const started: Executor[] = [];
  const said: string[] = [];

  /** @param silence seconds after which an answer is none; a busy machine may take some */
  const create = (silence = 30): Executor => {
    const executor = createExecutor(executors.docker, {
      cacheFolder: folder.path,
      slots: 1,
      timeoutSeconds: 5,
      options: dockerOptions(docker, {
        hosts: [{ host: `unix://${path}`, silence_seconds: silence }],
        command: misbehaving,
      }),
      log: (text) => said.push(text),
    });
    started.push(executor);
    return executor;
  };

  beforeAll(() => ensureSampleData(folder.path));
  afterEach(async () => {
    said.length = 0;
    proxy.inject(() => 'none');
    for (const executor of started.splice(0)) await executor[Symbol.asyncDispose]();
    await expect.poll(() => containersOf(docker)).toEqual([]);
  });
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await docker[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
    sockets[Symbol.dispose]();
  });

  it.each<[ProxyFault, RegExp]>([
    ['error', /something is wrong with the disk/],
    ['hang', /Docker (does not answer|hung up, or was silent for too long)/],
    ['garbage', /what answers there is not Docker/],
    ['notJson', /what answers there is not Docker/],
    ['cut', /Docker does not answer \(no whole answer within 1 s\)/],
  ])('start() says so where every answer of Docker is: %s', async (fault, message) => {
    const executor = create(['hang', 'cut'].includes(fault) ? 1 : 30);
    proxy.inject(() => fault);
    const failure = await executor.start().catch((error: Error) => error.message);
    expect(failure).toMatch(/^Cannot use Docker at unix:\S+proxy\.sock: /);
    expect(failure).toMatch(message);
  });

  it('evaluate() says why after five failed starts, where Docker stays broken', async () => {
    const executor = create();
    await executor.start();
    proxy.inject((call) => (call.includes('/containers/create') ? 'error' : 'none'));
    await expect(outcomesOf(executor, requestsOf(setup, [{ shares: 1 }]))).rejects.toThrow(
      /5 starts in a row failed, .*Cannot create a container of .*: something is wrong with the disk/,
    );
  });

  const quick: readonly ProxyFault[] = ['error', 'garbage', 'notJson', 'slow'];
  const all: readonly ProxyFault[] = [...quick, 'hang', 'cut'];

  it.each([
    ['creating a container', /POST \/containers\/create/, all],
    ['starting a container', /POST \/containers\/\w+\/start/, quick],
    ['creating an exec', /POST \/containers\/\w+\/exec/, quick],
    ['starting an exec', /POST \/exec\/\w+\/start/, all],
    ['looking at containers', /GET \/containers\/\w+\/json/, quick],
    ['looking at an exec', /GET \/exec\/\w+\/json/, quick],
    ['removing a container', /DELETE \/containers/, quick],
  ])('evaluate() outlives every fault of %s', async (_name, call, faults) => {
    const isRemoval = call.test('DELETE /containers');
    const executor = retrying(create(faults.includes('hang') ? 10 : 30), 3);
    await executor.start();
    const left = [...faults];
    let next: ProxyFault | undefined;
    proxy.inject((asked) => {
      if (next === undefined || !call.test(asked)) return 'none';
      const fault = next;
      next = undefined;
      return fault;
    });
    for (let first = 100; left.length > 0 && first < 2_000; first += 100) {
      next ??= left.shift();
      // A harness that ends needs another one, and one that hangs another container.
      const harm = isRemoval ? 'hang' : 'crash';
      const sets = ['none', harm, 'none'].map((fault, index) => ({ shares: index + 1, fault }));
      const outcomes = await outcomesOf(executor, requestsOf(setup, sets, first));
      expect([0, 2].map((index) => gist(outcomes[index]!))).toEqual([1, 3]);
      expect(gist(outcomes[1]!)).toMatch(/its harness (ended|lost|was)|wanted an end within 5 s/);
      // Without its container the next one is started.
      if (!isRemoval) {
        const kills = (await containersOf(docker)).map((id) =>
          docker.docker.getContainer(id).kill(),
        );
        // One that has ended meanwhile cannot be killed.
        await Promise.allSettled(kills);
      }
    }
    expect(left).toEqual([]);
  });
});
