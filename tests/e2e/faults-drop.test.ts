// The drop folder where the system has nothing left to watch it with, and jobs that are too much.
import { execFileSync } from 'node:child_process';
import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { createSpace } from '../../runner/domain/space.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { createProject, minimal } from '../runner/job/job-project.ts';
import { slowJob, startDaemon, waiting } from './started-daemon.ts';

/** A user namespace of its own may have no watches of files at all. */
const NO_WATCHES = 'echo 0 > /proc/sys/user/max_inotify_instances';

function watchesCanBeTaken(): string | null {
  if (process.platform !== 'linux') return 'namespaces need Linux';
  try {
    execFileSync('unshare', ['--user', '--map-root-user', 'sh', '-c', NO_WATCHES], {
      stdio: 'pipe',
    });
    return null;
  } catch (error) {
    return `user namespaces are refused: ${String(error)}`;
  }
}

const problem = watchesCanBeTaken();
if (problem !== null) console.warn(`A folder without watches skipped: ${problem}`);

const quick = slowJob({ stages: [{ sampler: 'random', samples: 3 }] });

describe('the drop folder', { timeout: 900_000 }, () => {
  test.skipIf(problem !== null)(
    'X35 is looked at again and again where the kernel has no watches left',
    async () => {
      using folder = temporaryFolder();
      const wrapped = [
        'unshare',
        '--user',
        '--map-root-user',
        'sh',
        '-c',
        `${NO_WATCHES}; exec "$@"`,
        'sh',
      ];
      await using daemon = await startDaemon(folder.path, { wrapped });
      await expect
        .poll(() => daemon.said(), waiting)
        .toContain('the folder is looked at every 200 ms from now on');
      writeFileSync(join(folder.path, 'config', 'quick.json'), quick);
      const record = await daemon.until('complete');
      expect(record.symbols[0]?.counts.evaluations).toBe(3);
    },
  );

  test('X38 a job that is swapped for a link while it is looked at is not followed out', async () => {
    using folder = temporaryFolder();
    await using daemon = await startDaemon(folder.path);
    const secret = join(folder.path, 'secret.json');
    writeFileSync(secret, '{"secret": "do not show me"}');
    const dropped = join(folder.path, 'config', 'swap.json');
    // Link and file in turn: whatever is read was the file.
    for (let turn = 0; turn < 40; turn++) {
      writeFileSync(join(folder.path, 'file.json'), quick);
      renameSync(join(folder.path, 'file.json'), dropped);
      symlinkSync(secret, join(folder.path, 'link.json'));
      renameSync(join(folder.path, 'link.json'), dropped);
    }
    writeFileSync(join(folder.path, 'last.json'), quick);
    renameSync(join(folder.path, 'last.json'), dropped);
    await daemon.until('complete');
    const jobs = async () => (await daemon.ask('/api/jobs')).text();
    await expect.poll(jobs, waiting).toContain('"state":"complete"');
    expect(await jobs()).not.toContain('do not show me');
    expect(daemon.said()).not.toContain('do not show me');
  });

  test('X37 a file that is deleted ends nothing, and one that comes back goes on', async () => {
    using folder = temporaryFolder();
    await using daemon = await startDaemon(folder.path);
    const dropped = join(folder.path, 'config', 'slow.json');
    const job = slowJob({ stages: [{ sampler: 'random', samples: 200 }] });
    writeFileSync(dropped, job);
    await daemon.until('running', 'complete');
    renameSync(dropped, join(folder.path, 'away.json'));
    await vi.waitUntil(
      async () =>
        !(await (await daemon.ask('/api/jobs')).text()).includes('slow.json') ||
        (await daemon.newest())?.state === 'complete',
      waiting,
    );
    writeFileSync(dropped, job);
    const { id } = await daemon.until('complete');
    await vi.waitUntil(() => /is at it already|is complete/.test(daemon.said()), waiting);
    expect((await daemon.store.list()).records.map((record) => record.id)).toEqual([id]);
  });
});

describe('X38 a job', () => {
  test('with 100,000 parameters is refused, and told so in few words', async () => {
    using project = createProject();
    const one = (index: number) => ({ name: `p${index}`, type: 'int', min: 0, max: 9 });
    const parameters = Array.from({ length: 100_000 }, (_, index) => one(index));
    const problems = await project.problems({ ...minimal, parameters });
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems).length).toBeLessThan(20_000);
  });

  test('whose grid has 10^30 sets is counted exactly and never laid out', async () => {
    using project = createProject();
    const parameters = Array.from({ length: 30 }, (_, index) => ({
      name: `p${index}`,
      type: 'int',
      min: 0,
      max: 9,
    }));
    const job = await project.job({ ...minimal, parameters });
    expect(createSpace(job.parameters, job.rules).size).toBe(10n ** 30n);
  });

  test.each(['a,b', 'a:b', 'a\nb', 'a b', '__proto__', 'constructor', '', 'x'.repeat(1_000)])(
    'with a parameter called %j is refused, or harms nothing',
    async (name) => {
      using project = createProject();
      const parameters = [{ name, type: 'int', min: 0, max: 9 }];
      const problems = await project.problems({ ...minimal, parameters });
      if (name !== 'constructor') expect(problems).not.toEqual([]);
      expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    },
  );

  test('whose rule is made to take for ever to read is refused at once', async () => {
    using project = createProject();
    for (const rule of [
      `${'('.repeat(50_000)}fast`,
      `fast < ${'-'.repeat(50_000)}1`,
      `${'fast + '.repeat(50_000)}1 < 2`,
      'x'.repeat(100_000),
    ]) {
      expect(await project.problems({ ...minimal, rules: [rule] })).not.toEqual([]);
    }
  });
});
