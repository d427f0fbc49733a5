import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LockedError } from '../../../runner/domain/errors.ts';
import { acquireLock, readLock } from '../../../runner/run/lock.ts';

const HOLDER = new URL('./lock-holder.ts', import.meta.url).pathname;

let folder: string;
const children: ReturnType<typeof spawn>[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leantune-lock-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A process that tries to take the lock, says how it went and keeps what it got. */
async function startHolder(runsFolder = folder) {
  const child = spawn(process.execPath, [HOLDER, runsFolder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, said: String(said) };
}

async function kill(child: ReturnType<typeof spawn>, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  await once(child, 'exit');
}

describe('acquireLock()', () => {
  test('writes who holds the folder, and takes the note away at the end', async () => {
    const lock = await acquireLock(folder);
    await lock.announce('http://127.0.0.1:8899');
    expect(await readLock(folder)).toMatchObject({
      pid: process.pid,
      url: 'http://127.0.0.1:8899',
    });
    await lock[Symbol.asyncDispose]();
    await lock[Symbol.asyncDispose]();
    expect(await readLock(folder)).toBeNull();
    await expect(readFile(join(folder, '.lock.json'))).rejects.toThrow('ENOENT');
  });

  test('refuses a second holder in the same process', async () => {
    await using _lock = await acquireLock(folder, { url: 'http://127.0.0.1:1234' });
    await expect(acquireLock(folder)).rejects.toThrow(LockedError);
    await expect(acquireLock(folder)).rejects.toThrow('http://127.0.0.1:1234');
    expect(await readLock(folder)).toMatchObject({ pid: process.pid });
  });

  test('refuses while another process lives, and names it', async () => {
    const { child, said } = await startHolder();
    expect(said).toBe('held');
    await expect(acquireLock(folder)).rejects.toThrow(`found process ${child.pid} on`);
    expect(await readLock(folder)).toMatchObject({ pid: child.pid });
  });

  test('knows a folder by what it is, not by how it is named', async () => {
    await startHolder();
    const alias = `${folder}-alias`;
    await symlink(folder, alias);
    await expect(acquireLock(alias)).rejects.toThrow(LockedError);
    await rm(alias);
  });

  test('takes over at once from a holder that was killed', async () => {
    for (let round = 0; round < 5; round++) {
      const { child, said } = await startHolder();
      expect(said).toBe('held');
      await kill(child, 'SIGKILL');
      expect(await readLock(folder)).toBeNull();
    }
    await using lock = await acquireLock(folder);
    expect(lock.note.pid).toBe(process.pid);
  });

  test('leaves a stopped holder its lock', async () => {
    const { child } = await startHolder();
    child.kill('SIGSTOP');
    await expect(acquireLock(folder)).rejects.toThrow(LockedError);
    child.kill('SIGCONT');
    await expect(acquireLock(folder)).rejects.toThrow(LockedError);
  });

  test('is won by exactly one of many that start together', async () => {
    const first = await startHolder();
    await kill(first.child, 'SIGKILL');
    const answers = await Promise.all(Array.from({ length: 12 }, () => startHolder()));
    expect(answers.filter(({ said }) => said === 'held')).toHaveLength(1);
    expect(answers.filter(({ said }) => said.startsWith('Cannot lock runs folder'))).toHaveLength(
      11,
    );
  });

  test('passes over the damaged note of a dead holder', async () => {
    await writeFile(join(folder, '.lock.json'), '{"pid":');
    await using lock = await acquireLock(folder);
    expect(await readLock(folder)).toEqual(lock.note);
  });

  test('says what is wrong with a lock file that cannot be locked', async () => {
    await writeFile(join(folder, '.lock'), 'x'.repeat(4096));
    await expect(acquireLock(folder)).rejects.toThrow('wanted a file that this process may lock');
  });
});

describe('readLock()', () => {
  test('is null where no lock was ever taken', async () => {
    expect(await readLock(folder)).toBeNull();
    expect(await readLock(join(folder, 'missing'))).toBeNull();
  });
});
