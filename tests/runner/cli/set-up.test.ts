import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createScratchClone, lockfile } from './scratch-clone.ts';

const CI = 'npm ci --include=dev --include=optional --no-audit --no-fund --loglevel=error';

// Processes start others: a busy machine takes its time.
const PATIENT = { timeout: 900_000 };

describe('setUp()', PATIENT, () => {
  it('installs once, then leaves everything alone', async () => {
    await using clone = await createScratchClone();
    const first = await clone.run(['runs', '--json']);
    expect(first).toMatchObject({ code: 0, stdout: 'main runs --json\n' });
    expect(first.stderr).toMatch(
      /^Installing the dependencies …\nInstalling the dependencies: done/,
    );
    const second = await clone.run(['runs']);
    expect(second).toEqual({ code: 0, stdout: 'main runs\n', stderr: '' });
    expect(await clone.calls()).toEqual([CI]);
  });

  it('accepts what a plain npm ci has installed', async () => {
    await using clone = await createScratchClone();
    await clone.run(['runs']);
    await rm(join(clone.folder, 'node_modules/.leantune-setup'));
    expect(await clone.run(['runs'])).toMatchObject({ code: 0, stderr: '' });
    expect(await clone.calls()).toHaveLength(1);
  });

  it('installs again when the lockfile changed', async () => {
    await using clone = await createScratchClone();
    await clone.run(['runs']);
    await clone.write('package-lock.json', lockfile(2));
    await clone.run(['runs']);
    expect(await clone.calls()).toEqual([CI, CI]);
  });

  it('builds the site where it is shown, and again when it changed', async () => {
    await using clone = await createScratchClone();
    await clone.run(['runs']);
    await clone.run(['serve']);
    await clone.run(['quickstart']);
    expect(await clone.calls()).toEqual([CI, 'astro build']);
    await clone.write('site/pages/index.astro', '<h1>Two</h1>');
    await clone.run(['setup']);
    expect(await clone.calls()).toEqual([CI, 'astro build', 'astro build']);
  });

  it('does the work of several at once one time', async () => {
    await using clone = await createScratchClone();
    const all = await Promise.all([1, 2, 3, 4].map(() => clone.run(['setup'])));
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(await clone.calls()).toEqual([CI, 'astro build']);
  });

  it('takes a lock over that a dead process left', async () => {
    await using clone = await createScratchClone();
    const dead = clone.start(['setup'], { FAIL_NPM: '1' });
    await once(dead, 'close');
    await mkdir(join(clone.folder, '.leantune/setup.lock'), { recursive: true });
    await clone.write('.leantune/setup.lock/holder', `${hostname()} ${dead.pid}`);
    expect(await clone.run(['runs'])).toMatchObject({ code: 0 });
  });

  it('shows what npm said where it fails, ends with 1 and can be tried again', async () => {
    await using clone = await createScratchClone();
    const failed = await clone.run(['runs'], { FAIL_NPM: '1' });
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toContain('npm error: no network');
    expect(failed.stderr).toContain('Cannot install the dependencies with npm ci: it ended with 7');
    expect(await clone.run(['runs'])).toMatchObject({ code: 0 });
  });

  it('refuses a Node of another version', async () => {
    await using clone = await createScratchClone();
    const { code, stderr } = await clone.run(['runs'], { NODE_SAYS: 'v98.1.0' });
    expect(code).toBe(1);
    expect(stderr).toContain("Cannot use the project's Node: wanted v99.0.0, found v98.1.0");
  });
});

describe('handOver()', PATIENT, () => {
  it("ends with the child's code, and 128 more than its signal", async () => {
    await using clone = await createScratchClone(
      'if (process.argv[2] === "die") process.kill(process.pid, "SIGKILL"); else process.exitCode = Number(process.argv[2]);',
    );
    expect((await clone.run(['3'])).code).toBe(3);
    expect((await clone.run(['130'])).code).toBe(130);
    expect((await clone.run(['die'])).code).toBe(137);
  });

  it.runIf(process.platform === 'linux')(
    'lets a daemon begin anew, in the same process, with few arenas of memory',
    async () => {
      const says = 'console.log(process.pid, process.env.MALLOC_ARENA_MAX)';
      const launcher = join(import.meta.dirname, '../../../runner/cli/leantune.mjs');
      const { MALLOC_ARENA_MAX: _, ...env } = process.env;
      const starts = async (command: string, more: NodeJS.ProcessEnv = {}) => {
        const { stdout } = await promisify(execFile)(
          process.execPath,
          [
            '--import',
            `data:text/javascript,${encodeURIComponent(says)}`,
            launcher,
            command,
            '--help',
          ],
          { env: { ...env, ...more } },
        );
        expect(stdout).toContain(`leantune ${command}`);
        const said = [...stdout.matchAll(/^(\d+) (\S+)$/gm)];
        return { processes: new Set(said.map(([, pid]) => pid)).size, said: said.map((m) => m[2]) };
      };
      expect(await starts('serve')).toEqual({ processes: 1, said: ['undefined', '2'] });
      expect(await starts('runs')).toEqual({ processes: 1, said: ['undefined'] });
      expect(await starts('serve', { MALLOC_ARENA_MAX: '4' })).toEqual({
        processes: 1,
        said: ['4'],
      });
    },
  );

  it('gives settings of .env to the child, those of the environment first', async () => {
    await using clone = await createScratchClone(
      'console.log(process.env.WORKER_COUNT, process.env.PORT);',
    );
    await clone.write('.env', 'WORKER_COUNT=3\nPORT=9000\n');
    expect((await clone.run([], { PORT: '9001' })).stdout).toBe('3 9001\n');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('passes %s on and waits', async (signal) => {
    await using clone = await createScratchClone(
      `process.on('${signal}', () => { console.log('got ${signal}'); process.exit(42); });
       setInterval(() => {}, 1000); console.log('ready');`,
    );
    const child = clone.start(['runs']);
    const lines = child.stdout!.setEncoding('utf8').iterator();
    expect((await lines.next()).value).toBe('ready\n');
    const closed = once(child, 'close');
    child.kill(signal);
    expect((await lines.next()).value).toBe(`got ${signal}\n`);
    expect(await closed).toEqual([42, null]);
  });

  it('does not leave the child behind when it is killed', async () => {
    const guards = join(import.meta.dirname, '../../../runner/cli/process-guards.ts');
    await using clone = await createScratchClone(
      `import { writeFileSync } from 'node:fs';
       import { guardProcess } from ${JSON.stringify(guards)};
       guardProcess();
       process.on('exit', () => writeFileSync('ended', ''));
       setInterval(() => {}, 1000); console.log('ready');`,
    );
    const child = clone.start(['runs']);
    const output = child.stdout!.setEncoding('utf8').iterator();
    expect((await output.next()).value).toBe('ready\n');
    child.kill('SIGKILL');
    // The child holds the pipe: it closes when that has ended.
    expect((await output.next()).done).toBe(true);
    expect(await readFile(join(clone.folder, 'ended'), 'utf8')).toBe('');
  });
});
