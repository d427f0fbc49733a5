import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureSampleData } from '../../../harness/embedded/data/sample-data.ts';
import type { Executor } from '../../../runner/domain/executor.ts';
import { executors } from '../../../runner/executors/index.ts';
import { retrying } from '../../../runner/executors/retrying.ts';
import { childProcesses } from '../../fixtures/child-processes.ts';
import {
  createExecutor,
  gist,
  outcomeOf,
  outcomesOf,
  requestsOf,
} from '../../fixtures/executor-under-test.ts';
import { freePort } from '../../fixtures/free-port.ts';
import { misbehaving, misbehavingSetup } from '../../fixtures/misbehaving-harness.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { createCertificates } from '../../fixtures/test-certificates.ts';
import { containersOf, dockerOptions, openTestDocker } from '../../fixtures/test-docker.ts';
import { openTestSsh } from '../../fixtures/test-ssh.ts';

/* Docker daemons by TCP with TLS and by ssh: a real dockerd and a real sshd at ports of this machine. */

const folder = temporaryFolder();
const keys = temporaryFolder();
const certificates = await createCertificates(keys.path, 'good').catch(() => null);
const tcp = await freePort();
const more =
  certificates === null
    ? []
    : [
        ...['-H', `tcp://127.0.0.1:${tcp}`, '--tlsverify', '--tlscacert', certificates.ca],
        ...['--tlscert', certificates.server.cert, '--tlskey', certificates.server.key],
      ];
const docker = await openTestDocker({ own: true, more });
const ssh = await openTestSsh(keys.path);
const reason = [certificates === null ? 'openssl is not installed' : null, docker, ssh].find(
  (found) => typeof found === 'string',
);

it.runIf(reason !== undefined)(`Docker elsewhere: ${reason}`, (context) => {
  if (process.env['CI'] === 'true') throw new Error(`Cannot test Docker elsewhere: ${reason}`);
  context.skip(String(reason));
});

afterAll(async () => {
  if (typeof docker !== 'string') await docker[Symbol.asyncDispose]();
  if (typeof ssh !== 'string') await ssh[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
  keys[Symbol.dispose]();
});

describe.skipIf(reason !== undefined)('docker executor', () => {
  if (typeof docker === 'string' || typeof ssh === 'string' || certificates === null) return;
  const setup = misbehavingSetup(folder.path);
  const started: Executor[] = [];
  const { ca, client } = certificates;
  const overTls = { host: `tcp://127.0.0.1:${tcp}`, tls: { ca, ...client } };
  const overSsh = {
    host: `ssh://root@127.0.0.1:${ssh.port}${docker.host.slice('unix://'.length)}`,
    key: ssh.key,
    known_hosts: ssh.known,
  };

  const create = (hosts: readonly object[], slots = 1): Executor => {
    const executor = createExecutor(executors.docker, {
      cacheFolder: folder.path,
      slots,
      options: dockerOptions(docker, { hosts, command: misbehaving }),
    });
    started.push(executor);
    return executor;
  };

  let children: number[] = [];
  beforeAll(async () => {
    await ensureSampleData(folder.path);
    children = childProcesses();
  });
  afterEach(async () => {
    for (const executor of started.splice(0)) await executor[Symbol.asyncDispose]();
    await expect.poll(() => containersOf(docker)).toEqual([]);
    await expect.poll(childProcesses).toEqual(children);
  });

  it.each([
    ['TCP with TLS', overTls],
    ['ssh', overSsh],
  ])('evaluate() runs backtests in containers by %s', async (_name, host) => {
    const executor = create([host]);
    await executor.start();
    const sets = Array.from({ length: 20 }, (_, index) => ({ shares: index, fault: 'none' }));
    const outcomes = await outcomesOf(executor, requestsOf(setup, sets));
    expect(outcomes.map(gist)).toEqual(sets.map(({ shares }) => shares));
  });

  it('evaluate() shares the slots among hosts as each has room', async () => {
    const executor = create(
      [
        { host: docker.host, slots: 1 },
        { ...overTls, slots: 3 },
        { ...overSsh, slots: 2 },
      ],
      6,
    );
    await executor.start();
    expect(executor.slots).toBe(6);
    const chunks = Array.from({ length: 6 }, (_, chunk) => {
      const sets = Array.from({ length: 3 }, (_, index) => ({
        shares: 10 * chunk + index,
        fault: 'slow',
      }));
      return outcomesOf(executor, requestsOf(setup, sets, 10 * chunk));
    });
    const outcomes = (await Promise.all(chunks)).flat();
    for (const outcome of outcomes) expect(gist(outcome)).toBe(outcome.id);
    expect(new Set(outcomes.map(({ slot }) => slot)).size).toBe(6);
    expect((await containersOf(docker)).length).toBe(6);
  });

  it('evaluate() goes on when the connection by ssh breaks in the middle of backtests', async () => {
    const executor = retrying(create([overSsh], 2), 3);
    await executor.start();
    await outcomeOf(executor, setup, { shares: 1, fault: 'none' });
    const sets = Array.from({ length: 5 }, (_, index) => ({ shares: index, fault: 'slow' }));
    const running = [
      outcomesOf(executor, requestsOf(setup, sets)),
      outcomesOf(executor, requestsOf(setup, sets)),
    ];
    await new Promise((resolve) => setTimeout(resolve, 450));
    const [tunnel, ...others] = childProcesses().filter(
      (id) => readFileSync(`/proc/${id}/comm`, 'utf8') === 'ssh\n',
    );
    expect(others).toEqual([]);
    process.kill(tunnel as number, 'SIGKILL');
    for (const outcomes of await Promise.all(running)) {
      expect(outcomes.map(gist)).toEqual([0, 1, 2, 3, 4]);
    }
  });

  it('start() takes certificates from DOCKER_CERT_PATH; DOCKER_HOST names no host but the default', async () => {
    const folder = join(keys.path, 'certificates');
    mkdirSync(folder);
    copyFileSync(ca, join(folder, 'ca.pem'));
    copyFileSync(client.cert, join(folder, 'cert.pem'));
    copyFileSync(client.key, join(folder, 'key.pem'));
    process.env['DOCKER_CERT_PATH'] = folder;
    try {
      await create([{ host: overTls.host }]).start();
      process.env['DOCKER_HOST'] = overTls.host;
      await create([{ host: docker.host }]).start();
      const missing = create([{ host: `unix://${folder}/no.sock` }]);
      await expect(missing.start()).rejects.toThrow(/no.sock: Docker does not answer/);
    } finally {
      delete process.env['DOCKER_CERT_PATH'];
      delete process.env['DOCKER_HOST'];
    }
  });

  it('start() says what is wrong with TLS', async () => {
    const wrong = await createCertificates(keys.path, 'wrong');
    const say = async (host: object): Promise<string> =>
      await create([host])
        .start()
        .then(
          () => 'it started',
          (error: Error) => error.message,
        );
    expect(await say({ ...overTls, tls: { ca: wrong.ca, ...client } })).toMatch(
      /Cannot use Docker at tcp:\S+: the certificate of what answers there is not one of Docker/,
    );
    expect(await say({ ...overTls, tls: { ca, ...wrong.client } })).toMatch(
      /Docker refuses our certificate, "cert" and "key"/,
    );
    expect(await say({ host: overTls.host })).toMatch(/Docker wants TLS there: "tls"/);
    const nobody = `tcp://127.0.0.1:${await freePort()}`;
    expect(await say({ ...overTls, host: nobody })).toMatch(/Docker does not answer \(.*REFUSED/);
    const notDocker = `tcp://127.0.0.1:${ssh.port}`;
    expect(await say({ ...overTls, host: notDocker })).toMatch(/there does not speak TLS/);
    expect(await say({ host: notDocker })).toMatch(/what answers there is not Docker/);
  });

  it('start() says what is wrong with ssh', async () => {
    const say = async (more: object): Promise<string> =>
      await create([{ ...overSsh, ...more }])
        .start()
        .then(
          () => 'it started',
          (error: Error) => error.message,
        );
    const at = `ssh://root@127.0.0.1:${ssh.port}`;
    expect(await say({ known_hosts: '/dev/null' })).toMatch(
      /Cannot use Docker at ssh:.*Host key verification failed.*known_hosts/s,
    );
    expect(await say({ known_hosts: ssh.mistaken })).toMatch(/HAS CHANGED|verification failed/);
    expect(await say({ key: ssh.strange })).toMatch(/Permission denied \(publickey\)/);
    expect(await say({ host: `ssh://root@127.0.0.1:${await freePort()}` })).toMatch(/refused/);
    expect(await say({ host: `${at}/no/docker.sock` })).toMatch(
      /there is no \/no\/docker.sock that may be written to/,
    );
    expect(() => create([{ host: 'ssh://-oProxyCommand=true' }])).toThrow(/wanted ssh:\/\/user@/);
    expect(() => create([{ host: `${at}/x';true` }])).toThrow(/wanted ssh:\/\/user@/);
  });
});
