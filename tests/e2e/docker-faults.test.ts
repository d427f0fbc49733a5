import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureSampleData } from '../../harness/embedded/data/sample-data.ts';
import type { Executor } from '../../runner/domain/executor.ts';
import { removeLeftContainers } from '../../runner/executors/docker-leftovers.ts';
import { createRemoteKits } from '../../runner/executors/docker-remote.ts';
import { executors } from '../../runner/executors/index.ts';
import { retrying } from '../../runner/executors/retrying.ts';
import {
  createExecutor,
  gist,
  outcomeOf,
  outcomesOf,
  requestsOf,
  type TestedExecutorOptions,
} from '../fixtures/executor-under-test.ts';
import { misbehaving, misbehavingSetup, runAroundFault } from '../fixtures/misbehaving-harness.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { containersOf, dockerOptions, openTestDocker } from '../fixtures/test-docker.ts';

/* What happens to containers, on a Docker daemon of our own: no result is lost, doubled or another's. */

const opened = await openTestDocker({ own: true });
const reason = typeof opened === 'string' ? opened : null;

it.runIf(reason !== null)(`docker faults: ${reason}`, (context) => {
  if (process.env['CI'] === 'true') throw new Error(`Cannot test docker: ${reason}`);
  context.skip(String(reason));
});

describe.skipIf(reason !== null)('docker executor', () => {
  if (typeof opened === 'string') return;
  const { docker, daemon } = opened;
  const folder = temporaryFolder();
  const setup = misbehavingSetup(folder.path);
  const started: Executor[] = [];
  const said: string[] = [];

  const create = (
    options: object = {},
    more: Omit<TestedExecutorOptions, 'cacheFolder'> = {},
  ): Executor => {
    const executor = createExecutor(executors.docker, {
      cacheFolder: folder.path,
      timeoutSeconds: 120,
      options: dockerOptions(opened, { command: misbehaving, ...options }),
      log: (text, level) => said.push(`${level ?? 'info'} ${text}`),
      ...more,
    });
    started.push(executor);
    return executor;
  };
  const start = async (...args: Parameters<typeof create>): Promise<Executor> => {
    const executor = create(...args);
    await executor.start();
    return executor;
  };

  beforeAll(() => ensureSampleData(folder.path));
  afterEach(async () => {
    said.length = 0;
    for (const executor of started.splice(0)) await executor[Symbol.asyncDispose]();
    await expect.poll(() => containersOf(opened)).toEqual([]);
  });
  afterAll(async () => {
    await opened[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it.each([
    ['kill', (id: string) => docker.getContainer(id).kill()],
    ['stop', (id: string) => docker.getContainer(id).stop({ t: 0 })],
    ['rm', (id: string) => docker.getContainer(id).remove({ force: true })],
    ['restart', (id: string) => docker.getContainer(id).restart({ t: 0 })],
  ])('evaluate() outlives docker %s in the middle of backtests', async (_name, harm) => {
    const executor = await start();
    // One slot is warm; the other's container may be at its first backtest when it is harmed.
    await outcomeOf(executor, setup, { shares: 1, fault: 'none' });
    const sets = Array.from({ length: 4 }, (_, index) => ({ shares: index + 1, fault: 'slow' }));
    const running = [
      outcomesOf(executor, requestsOf(setup, sets, 1)),
      outcomesOf(executor, requestsOf(setup, sets, 11)),
    ];
    await new Promise((resolve) => setTimeout(resolve, 450));
    // One that is not there yet, or no more, cannot be harmed.
    const harmed = await Promise.allSettled((await containersOf(opened)).map(harm));
    expect(harmed.map(({ status }) => status)).toContain('fulfilled');
    for (const outcomes of await Promise.all(running)) {
      expect(outcomes.map(gist)).toEqual([1, 2, 3, 4]);
    }
  });

  it('evaluate() ends a container that was paused, when time is up', async () => {
    const executor = await start({}, { slots: 1, timeoutSeconds: 10 });
    await outcomeOf(executor, setup, { shares: 1, fault: 'none' });
    const [id = ''] = await containersOf(opened);
    await docker.getContainer(id).pause();
    const slow = outcomeOf(executor, setup, { shares: 2, fault: 'slow' });
    expect(await slow).toMatchObject({ status: 'failed', retriable: true });
    expect(gist(await outcomeOf(executor, setup, { shares: 3, fault: 'none' }))).toBe(3);
    expect(await containersOf(opened)).not.toContain(id);
  });

  it('evaluate() ends the container of a backtest that hangs: nothing goes on in it', async () => {
    const executor = await start({}, { timeoutSeconds: 10 });
    const outcome = await runAroundFault(executor, setup, 'hang');
    expect(gist(outcome)).toMatch(/wanted an end within 10 s, found it still running/);
    const states = async (): Promise<unknown[]> => {
      const tops = (await containersOf(opened)).map((id) =>
        docker.getContainer(id).top({ ps_args: '-eo pid,stat' }),
      );
      return (await Promise.all(tops)).flatMap(({ Processes }) =>
        Processes.map(([, state = '']) => state[0]),
      );
    };
    // The harness that takes its place is busy while it starts.
    await expect.poll(states).not.toContain('R');
  });

  it('evaluate() names the memory where a process of a container is killed for it', async () => {
    const executor = await start({}, { memoryLimitMb: 300 });
    const outcome = await runAroundFault(executor, setup, 'hog');
    expect(outcome).toMatchObject({ status: 'failed', retriable: false });
    expect(gist(outcome)).toMatch(/container may have 300 MB of memory/);
  });

  it.each(['noisy', 'wrongId', 'twice', 'hugeNoise', 'huge', 'pieces', 'floodStderr'])(
    'evaluate() gets the right result from a harness that is %s',
    async (fault) => {
      const executor = await start();
      expect(gist(await runAroundFault(executor, setup, fault))).toBe(4);
    },
  );

  it('evaluate() starts a harness that crashed again, in the same container', async () => {
    const executor = await start({}, { slots: 1 });
    await outcomeOf(executor, setup, { shares: 1, fault: 'none' });
    const before = await containersOf(opened);
    const outcome = await outcomeOf(executor, setup, { shares: 1, fault: 'crash' });
    expect(gist(outcome)).toMatch(/its harness ended with code 3/);
    expect(gist(await outcomeOf(executor, setup, { shares: 5, fault: 'none' }))).toBe(5);
    expect(await containersOf(opened)).toEqual(before);
  });

  it('evaluate() finds state that outlives a backtest', async () => {
    const executor = await start({}, { slots: 1 });
    const sets = Array.from({ length: 6 }, (_, index) => ({ shares: index + 1, fault: 'bleed' }));
    const outcomes = await outcomesOf(executor, requestsOf(setup, sets));
    expect(outcomes.map(gist)).toEqual([1, 2.001, 3.002, 4, 5, 6]);
    expect(said.join('\n')).toMatch(/warn The strategy carries state/);
  });

  it('evaluate() replaces a harness that grows before its container kills it', async () => {
    const executor = await start({ canary_every: 0 }, { slots: 1, memoryLimitMb: 400 });
    const sets = Array.from({ length: 20 }, (_, index) => ({ shares: index, fault: 'leak' }));
    const outcomes = await outcomesOf(executor, requestsOf(setup, sets));
    expect(outcomes.map(gist)).toEqual(sets.map(({ shares }) => shares));
  });

  it('containers have no network, no rights, no room on disk, and limits', async () => {
    const executor = await start({ cpus: 0.5 }, { slots: 1, memoryLimitMb: 300 });
    await outcomeOf(executor, setup, { shares: 1, fault: 'none' });
    const [id = ''] = await containersOf(opened);
    const { HostConfig, Mounts } = await docker.getContainer(id).inspect();
    expect(HostConfig).toMatchObject({
      NetworkMode: 'none',
      Privileged: false,
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Memory: 300 * 1024 ** 2,
      NanoCpus: 500_000_000,
    });
    expect(Mounts.length).toBeGreaterThan(0);
    expect(Mounts.every(({ RW }) => !RW)).toBe(true);
  });

  it('evaluate() goes on when dockerd was restarted in the middle of backtests', async () => {
    const executor = retrying(await start({}, { slots: 2 }), 3);
    await outcomeOf(executor, setup, { shares: 1, fault: 'none' });
    const sets = Array.from({ length: 6 }, (_, index) => ({ shares: index + 1, fault: 'slow' }));
    const running = [
      outcomesOf(executor, requestsOf(setup, sets, 1)),
      outcomesOf(executor, requestsOf(setup, sets, 11)),
    ];
    await new Promise((resolve) => setTimeout(resolve, 450));
    await daemon?.stop();
    await daemon?.start();
    for (const outcomes of await Promise.all(running)) {
      expect(outcomes.map(gist)).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });

  it('X28 evaluate() waits for a dockerd that is away for longer than starts are tried', async () => {
    const executor = retrying(await start({}, { slots: 2 }), 3);
    await outcomeOf(executor, setup, { shares: 1, fault: 'none' });
    await daemon?.stop();
    const sets = Array.from({ length: 4 }, (_, index) => ({ shares: index + 1, fault: 'none' }));
    const running = outcomesOf(executor, requestsOf(setup, sets, 1));
    // Five starts in a row fail within four seconds.
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    await daemon?.start();
    expect((await running).map(gist)).toEqual([1, 2, 3, 4]);
    await expect
      .poll(() => said, { timeout: 60_000 })
      .toEqual(expect.arrayContaining([expect.stringMatching(/Docker at .* answers again/)]));
  });

  it('start() says that Docker does not answer', async () => {
    const executor = create({ hosts: [{ host: `unix://${folder.path}/no.sock` }] });
    await expect(executor.start()).rejects.toThrow(/Cannot use Docker at .*no.sock: .*not answer/);
  });

  it('evaluate() says which image is missing', async () => {
    const executor = await start({ image: 'leantune/none:1' });
    await expect(outcomeOf(executor, setup, { shares: 1 })).rejects.toThrow(
      /Cannot find the image leantune\/none:1: run "docker pull leantune\/none:1"/,
    );
  });

  it('start() removes the containers of a runner that was killed, and nobody else’s', async () => {
    const mine = await docker.createContainer({
      Image: opened.image,
      Labels: { 'leantune.instance': 'another', 'leantune.owner': 'h/b/1/1' },
      Cmd: [process.execPath, '-e', 'setInterval(() => {}, 1e6)'],
    });
    await mine.start();
    const program = fileURLToPath(new URL('killed-runner.ts', import.meta.url));
    const runner = spawn(process.execPath, [program, folder.path, opened.host, opened.image], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(runner.stdout, 'data');
    runner.kill('SIGKILL');
    await once(runner, 'exit');
    const all = async () => (await docker.listContainers({ all: true })).map(({ Id }) => Id).sort();
    expect((await all()).length).toBe(3);

    await start();
    expect(await all()).toEqual([mine.id]);
    expect(said.join()).toMatch(/2 containers of a leantune that was killed were removed/);
    await mine.remove({ force: true });
  });

  it('removeLeftContainers() does so before there is an executor, where Docker answers', async () => {
    const program = fileURLToPath(new URL('killed-runner.ts', import.meta.url));
    const runner = spawn(process.execPath, [program, folder.path, opened.host, opened.image], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(runner.stdout, 'data');
    const all = async () => (await docker.listContainers({ all: true })).map(({ Id }) => Id);
    const living = (await all()).sort();
    expect(living).toHaveLength(2);
    const notes = () => readdirSync(join(folder.path, 'docker-executors'));
    const noted = notes().length;
    await removeLeftContainers(folder.path, (text) => said.push(text));
    expect((await all()).sort()).toEqual(living);
    runner.kill('SIGKILL');
    await once(runner, 'exit');

    await daemon?.stop();
    await removeLeftContainers(folder.path, (text) => said.push(text));
    expect(said.join()).toMatch(/may be left at unix:.*Docker does not answer/);
    await daemon?.start();
    said.length = 0;
    await removeLeftContainers(folder.path, (text) => said.push(text));
    expect(await all()).toEqual([]);
    expect(notes().length).toBeLessThan(noted);
  });

  it('what was built travels to a daemon elsewhere; the data are there', async () => {
    const artifacts = join(folder.path, 'artifacts');
    mkdirSync(join(artifacts, 'abc'), { recursive: true });
    writeFileSync(join(artifacts, 'abc', 'strategy.txt'), 'compiled');
    const labels = { 'leantune.test': 'volumes' };
    const elsewhere = { host: 'tcp://there:2376', data: '/srv/data' };
    const remote = { image: opened.image, labels, prefix: 'test', artifacts };
    const kitOf = createRemoteKits(docker, { ...remote, dataFolder: '/data', host: elsewhere });
    const mounts = [
      { source: join(artifacts, 'abc'), target: '/artifacts/abc' },
      { source: folder.path, target: '/data' },
    ];
    const kit = await kitOf({ key: '', command: [], environment: {}, mounts });
    expect(kit.mounts).toEqual([
      { source: 'leantune-test-abc', target: '/artifacts/abc', volume: true },
      { source: '/srv/data', target: '/data' },
    ]);
    const read =
      "process.exit(fs.readFileSync('/artifacts/abc/strategy.txt', 'utf8') === 'compiled' ? 42 : 1)";
    const container = await docker.createContainer({
      Image: opened.image,
      Cmd: [process.execPath, '-e', read],
      HostConfig: {
        NetworkMode: 'none',
        Mounts: [
          { Type: 'volume', Source: 'leantune-test-abc', Target: '/artifacts/abc', ReadOnly: true },
        ],
      },
    });
    await container.start();
    expect(await container.wait()).toMatchObject({ StatusCode: 42 });
    await container.remove();
    await docker.getVolume('leantune-test-abc').remove();
    expect(
      await docker.listContainers({ all: true, filters: { label: ['leantune.test'] } }),
    ).toEqual([]);
  });
});
