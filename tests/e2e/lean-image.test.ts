import { copyFileSync, existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../fixtures/executor-under-test.ts';
import { freePort } from '../fixtures/free-port.ts';
import { importLeanImage, relabel } from '../fixtures/lean-image.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { openTestDocker } from '../fixtures/test-docker.ts';
import { evaluationsOf, leantune } from './leantune-process.ts';

/*
 * LEAN itself in containers, with the options that jobs have by default: an image of the name and the
 * layout of the published one, made from the LEAN that LEAN_PATH names.
 */

const leanPath = process.env['LEAN_PATH'];
const wanted = leanPath !== undefined && existsSync(leanPath);
const port = await freePort();
const more = ['-H', `tcp://127.0.0.1:${port}`, '--tls=false'];
const docker = wanted ? await openTestDocker({ own: true, more }) : 'wanted LEAN_PATH, found none';
const reason = typeof docker === 'string' ? docker : null;
if (reason !== null) console.warn(`Tests of LEAN's image skipped: ${reason}`);

describe.skipIf(reason !== null)("an image laid out as LEAN's", () => {
  if (typeof docker === 'string' || leanPath === undefined) return;
  const home = temporaryFolder();
  const before = process.env['DOCKER_HOST'];

  beforeAll(async () => {
    const lean = realpathSync(leanPath);
    await importLeanImage(docker.docker, lean, { repo: 'quantconnect/lean', tag: 'latest' });
    process.env['DOCKER_HOST'] = docker.host;
    await leantune(home.path, 'setup');
  });
  afterAll(async () => {
    if (before === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = before;
    await docker[Symbol.asyncDispose]();
    home[Symbol.dispose]();
  });

  it('runs the example job as it stands, and leaves no container', async () => {
    const job = join(home.path, 'config', 'lean-docker.jsonc');
    copyFileSync(join(projectRoot, 'config/examples/lean-docker.jsonc'), job);
    const { code, stdout, stderr } = await leantune(home.path, 'optimize', job, '--json');
    expect(`${stderr}${code}`).toMatch(/0$/);
    const { record } = JSON.parse(stdout) as { record: { id: string } };
    const lines = evaluationsOf(home.path, record.id) as { status: string }[];
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(await docker.docker.listContainers({ all: true })).toEqual([]);
  });

  it('doctor() finds all it needs', async () => {
    const { code, stdout } = await leantune(home.path, 'doctor', '--executor', 'docker');
    expect(stdout).toMatch(/one backtest +.* on \d+ bars/);
    expect(code).toBe(0);
  });

  it('doctor() builds and backtests on a host that has none of this machine’s files', async () => {
    using other = temporaryFolder();
    await leantune(other.path, 'setup');
    process.env['DOCKER_HOST'] = `tcp://127.0.0.1:${port}`;
    const { code, stdout } = await leantune(other.path, 'doctor', '--executor', 'docker');
    process.env['DOCKER_HOST'] = docker.host;
    expect(stdout).toMatch(/one backtest +.* on \d+ bars/);
    expect(code).toBe(0);
    expect(await docker.docker.listContainers({ all: true })).toEqual([]);
    expect((await docker.docker.listVolumes()).Volumes ?? []).toEqual([]);
  });

  it('doctor() has everything where the environment says, and shows what LEAN logs', async () => {
    const settings = {
      LEAN_DATA_CONTAINER_PATH: '/some/data',
      ARTIFACTS_CONTAINER_PATH: '/some/compiled',
      RESULTS_CONTAINER_PATH: '/some/results',
      LEAN_LAUNCHER_WORKDIR: '/Lean/Launcher/bin/Debug',
      LEAN_DOCKER_NETWORK: 'none',
      HARNESS_DEBUG: '1',
    };
    Object.assign(process.env, settings);
    const { code, stdout, stderr } = await leantune(home.path, 'doctor', '--executor', 'docker');
    for (const name of Object.keys(settings)) delete process.env[name];
    expect(code).toBe(0);
    expect(stdout).toMatch(/one backtest +.* on \d+ bars/);
    expect(stderr).toMatch(/TRACE::|Engine\.Run/);
    expect(stderr).toContain('/some/');
  });

  it.each([
    ['net8.0', /the label target_framework of \S+ says net8.0, but its \.NET SDK or its LEAN/],
    ['core', /label target_framework.*"core" on/],
  ])('doctor() says what is wrong where its label is %s', async (framework, message) => {
    const image = await relabel(docker.docker, 'quantconnect/lean:latest', {
      tag: framework,
      framework,
    });
    process.env['LEAN_IMAGE'] = image;
    const { code, stdout } = await leantune(home.path, 'doctor', '--executor', 'docker');
    delete process.env['LEAN_IMAGE'];
    expect(code).toBe(1);
    expect(stdout).toMatch(message);
  });
});
