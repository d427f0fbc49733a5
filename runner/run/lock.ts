import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { LockedError } from '../domain/errors.ts';
import { writeFileAtomic } from './atomic-write.ts';

/** Who holds a runs folder. What could not be learned is null. */
export interface LockNote {
  readonly pid: number | null;
  readonly host: string | null;
  /** The kernel's id of this boot, where it has one (Linux). */
  readonly boot_id: string | null;
  /** Address of the holder's site and API; null where it serves none. */
  readonly url: string | null;
  readonly since: string | null;
}

export interface Lock extends AsyncDisposable {
  readonly note: LockNote;
  /** Says where the holder's site is, once that is known. */
  announce(url: string): Promise<void>;
}

const UNKNOWN: LockNote = { pid: null, host: null, boot_id: null, url: null, since: null };

/**
 * Takes the one lock of a runs folder, or fails at once. The kernel gives it up when its holder
 * dies, however it dies, so a lock is never stale and a clock has no say.
 *
 * The lock is SQLite's exclusive file lock on `.lock` (fcntl; nothing is ever stored there): Node
 * has no flock, and a stale socket file cannot be replaced without a moment in which two starters
 * both succeed. Nothing in this process may open `.lock` otherwise: closing any descriptor of a
 * file gives up the process's fcntl locks on it.
 *
 * @throws LockedError where a living process holds it, naming pid, host and address
 */
export async function acquireLock(
  runsFolder: string,
  { url = null }: { readonly url?: string | null } = {},
): Promise<Lock> {
  await mkdir(runsFolder, { recursive: true });
  const release = await takeLock(runsFolder);
  try {
    return await noteLock(runsFolder, { ...(await ownNote()), url }, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** Who holds the folder now; null where nobody does, whatever note a dead holder left. */
export async function readLock(runsFolder: string): Promise<LockNote | null> {
  if (isFree(runsFolder)) return null;
  return holderNote(runsFolder);
}

async function takeLock(runsFolder: string): Promise<() => void> {
  // A look by readLock() in another process holds a read lock for a moment: hence a second try.
  for (let attempt = 1; ; attempt++) {
    const release = lockFile(runsFolder, 'BEGIN EXCLUSIVE');
    if (release !== null) return release;
    if (attempt === 3)
      throw new LockedError(lockedMessage(runsFolder, await holderNote(runsFolder)));
    await sleep(20);
  }
}

function isFree(runsFolder: string): boolean {
  if (!existsSync(join(runsFolder, '.lock'))) return true;
  const release = lockFile(runsFolder, 'BEGIN; SELECT count(*) FROM sqlite_master', true);
  release?.();
  return release !== null;
}

/** Keeps what holds a lock from being collected, which would give the lock up in silence. */
const held = new Set<DatabaseSync>();

/** @returns what gives the lock up again, or null where another connection is in the way */
function lockFile(runsFolder: string, statements: string, readOnly = false): (() => void) | null {
  const path = join(runsFolder, '.lock');
  let database: DatabaseSync | null = null;
  try {
    const opened = new DatabaseSync(path, { timeout: 0, readOnly });
    database = opened;
    opened.exec(statements);
    held.add(opened);
    return () => {
      held.delete(opened);
      opened.close();
    };
  } catch (error) {
    database?.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null;
    throw new Error(
      `Cannot lock "${path}": wanted a file that this process may lock, found ${(error as Error).message}`,
      { cause: error },
    );
  }
}

const SQLITE_BUSY = 5;

async function noteLock(runsFolder: string, first: LockNote, release: () => void): Promise<Lock> {
  const path = notePath(runsFolder);
  let note = first;
  let released = false;
  await writeNote(path, note);
  return {
    get note() {
      return note;
    },
    async announce(url) {
      note = { ...note, url };
      if (!released) await writeNote(path, note);
    },
    async [Symbol.asyncDispose]() {
      if (released) return;
      released = true;
      // The note goes first, while nobody else can have written one.
      await rm(path, { force: true }).finally(release);
    },
  };
}

function writeNote(path: string, note: LockNote): Promise<void> {
  return writeFileAtomic(path, `${JSON.stringify(note, null, 2)}\n`);
}

function notePath(runsFolder: string): string {
  return join(runsFolder, '.lock.json');
}

async function ownNote(): Promise<LockNote> {
  const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => null);
  return {
    pid: process.pid,
    host: hostname(),
    boot_id: bootId?.trim() ?? null,
    url: null,
    since: new Date().toISOString(),
  };
}

/** The note of a living holder, who writes it a moment after it took the lock. */
async function holderNote(runsFolder: string): Promise<LockNote> {
  for (let attempt = 1; attempt <= 10; attempt++) {
    const note = await readNote(runsFolder);
    if (note !== null && !isDead(note)) return note;
    await sleep(20);
  }
  return UNKNOWN;
}

async function readNote(runsFolder: string): Promise<LockNote | null> {
  try {
    const note: unknown = JSON.parse(await readFile(notePath(runsFolder), 'utf8'));
    return typeof note === 'object' && note !== null ? { ...UNKNOWN, ...note } : null;
  } catch {
    return null;
  }
}

/** True where the note was surely left by a holder before the present one. */
function isDead({ pid, host }: LockNote): boolean {
  if (pid === null || host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function lockedMessage(runsFolder: string, { pid, host, url }: LockNote): string {
  const holder = pid === null ? 'another process' : `process ${pid} on ${host}`;
  const remedy =
    url === null ? 'stop it, or wait until it has ended' : `its site is ${url}; or stop it`;
  return `Cannot lock runs folder "${runsFolder}": wanted no other holder, found ${holder}; ${remedy}`;
}
