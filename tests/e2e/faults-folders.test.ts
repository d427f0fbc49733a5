// Folders that cannot be written, stop being writable, or go away while a run is at them.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { smallDiskProblem } from '../fixtures/small-disk.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { leantune } from './leantune-process.ts';
import { slowJob, startDaemon, waiting } from './started-daemon.ts';

/** Somebody who is not root, whom permissions hold for. */
const NOBODY = 65_534;

const problem = smallDiskProblem();
if (problem !== null) console.warn(`Mounted and foreign folders skipped: ${problem}`);

const drop = (home: string, text: string, file = 'slow.json') =>
  writeFileSync(join(home, 'config', file), text);
const quick = (name: string) =>
  slowJob({ name, seed: 99, stages: [{ sampler: 'random', samples: 3 }] });

/** Half a minute in one slot: what befalls the run does so while it is at it. */
const long = (slots: number) => slowJob({ stages: [{ sampler: 'random', samples: 600 }], slots });

/** Whether another job dropped now runs to its end: the daemon lives and works. */
async function expectAlive(daemon: Awaited<ReturnType<typeof startDaemon>>, home: string) {
  drop(home, quick('another'), 'another.json');
  await vi.waitUntil(async () => {
    const { records } = await daemon.store.list();
    return records.some(({ name, state }) => name === 'another' && state === 'complete');
  }, waiting);
  expect((await daemon.ask('/api/health')).status).toBe(200);
}

describe('X10 a run', { timeout: 900_000 }, () => {
  test('whose folder is deleted fails and says so; the daemon lives, and the job starts anew', async () => {
    using folder = temporaryFolder();
    await using daemon = await startDaemon(folder.path);
    drop(folder.path, long(1));
    const { id } = await daemon.until('running');
    const lines = join(folder.path, 'runs', id, 'SPX', 'evaluations.jsonl');
    await vi.waitUntil(() => existsSync(lines) && statSync(lines).size > 2_000, waiting);
    rmSync(join(folder.path, 'runs', id), { recursive: true, force: true, maxRetries: 5 });
    await vi.waitUntil(
      () => /Run \d+_\d+(: failed| broke off).*ENOENT/.test(daemon.said()),
      waiting,
    );
    await expectAlive(daemon, folder.path);
    drop(folder.path, slowJob());
    const again = await vi
      .waitUntil(async () => {
        const { records } = await daemon.store.list();
        return records.find(({ name, state }) => name === 'slow' && state === 'complete');
      }, waiting)
      .catch((error: unknown) => {
        throw new Error(daemon.said(), { cause: error });
      });
    expect(again.symbols[0]?.counts.evaluations).toBe(60);
  });

  test.skipIf(problem !== null)(
    'in a folder that is mounted read-only never starts, and it is said why',
    async () => {
      using folder = temporaryFolder();
      const runs = join(folder.path, 'runs');
      mkdirSync(runs);
      execFileSync('mount', ['--bind', runs, runs]);
      try {
        execFileSync('mount', ['-o', 'remount,bind,ro', runs]);
        writeFileSync(join(folder.path, 'job.json'), quick('never'));
        const job = join(folder.path, 'job.json');
        const why = /Cannot lock ".*runs\/\.lock": wanted a file that this process may lock/;
        const { code, stderr } = await leantune(folder.path, 'optimize', job);
        expect(code).toBe(1);
        expect(stderr).toMatch(why);
        await expect(startDaemon(folder.path)).rejects.toThrow(why);
      } finally {
        execFileSync('umount', ['-l', runs]);
      }
    },
  );

  test.skipIf(problem !== null)(
    'that may no longer write fails and says so; it goes on when it may again',
    async () => {
      using folder = temporaryFolder();
      for (const name of ['', 'config', 'runs', '.leantune']) {
        mkdirSync(join(folder.path, name), { recursive: true });
        chownSync(join(folder.path, name), NOBODY, NOBODY);
      }
      await using daemon = await startDaemon(folder.path, { uid: NOBODY });
      drop(folder.path, long(1));
      const { id } = await daemon.until('running');
      const run = join(folder.path, 'runs', id);
      await vi.waitUntil(() => existsSync(join(run, 'SPX')), waiting);
      chmodSync(run, 0o555);
      chmodSync(join(run, 'SPX'), 0o555);
      await vi.waitUntil(() => /Run \d+_\d+(: failed| broke off)/.test(daemon.said()), waiting);
      await expect.poll(() => daemon.said(), waiting).toContain('EACCES');
      await expectAlive(daemon, folder.path);
      chmodSync(run, 0o755);
      chmodSync(join(run, 'SPX'), 0o755);
      drop(folder.path, long(8));
      const ended = await vi.waitUntil(async () => {
        const { records } = await daemon.store.list();
        return records.find((one) => one.id === id && one.state === 'complete');
      }, waiting);
      expect(ended.symbols[0]?.counts.evaluations).toBe(600);
    },
  );
});
