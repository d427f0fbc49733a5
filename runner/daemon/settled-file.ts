import { type BigIntStats, constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A file's text at a moment when nobody was writing it. */
export interface SettledFile {
  readonly kind: 'file';
  readonly text: string;
  /** Another text, another write or another file under this name gives another version. */
  readonly version: string;
}

export type Settled =
  | SettledFile
  | { readonly kind: 'too-large'; readonly bytes: bigint; readonly version: string }
  /** Gone, or nothing that may be read: a link, a pipe, a device, a folder. */
  | { readonly kind: 'none' };

const LOOKS = 5;
const NONE: Settled = { kind: 'none' };

/**
 * Waits until size and times of a regular file have stood still for `quietMs`, then reads it.
 * Links are not followed, and what was swapped in after the wait is waited for anew.
 */
export async function settledFile(
  path: string,
  quietMs: number,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<Settled> {
  for (;;) {
    const version = await standStill(path, quietMs, signal);
    if (version === null) return NONE;
    const settled = await readVersion(path, version, maxBytes);
    if (settled !== null) return settled;
  }
}

/** What tells two states of a path apart; null where it is no regular file. */
export async function versionOf(path: string): Promise<string | null> {
  try {
    const stats = await lstat(path, { bigint: true });
    return stats.isFile() ? version(stats) : null;
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

async function standStill(path: string, quietMs: number, signal: AbortSignal) {
  let before = await versionOf(path);
  for (let looks = 0; looks < LOOKS && before !== null; looks++) {
    await sleep(quietMs / LOOKS, undefined, { signal });
    const now = await versionOf(path);
    if (now !== before) looks = -1;
    before = now;
  }
  return before;
}

/** @returns null where the file is no longer the one that stood still */
async function readVersion(
  path: string,
  wanted: string,
  maxBytes: number,
): Promise<Settled | null> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    // O_NONBLOCK: opening a pipe that was swapped in would else wait for a writer for ever.
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
  try {
    const stats = await handle.stat({ bigint: true });
    if (version(stats) !== wanted) return null;
    if (stats.size > maxBytes) return { kind: 'too-large', bytes: stats.size, version: wanted };
    const text = await handle.readFile('utf8');
    return version(await handle.stat({ bigint: true })) === wanted
      ? { kind: 'file', text, version: wanted }
      : null;
  } finally {
    await handle.close();
  }
}

function version({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  // ctime tells a copy that keeps mtime from the file that it replaced.
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}

function isAbsence(error: unknown): boolean {
  // ELOOP: a link stands there.
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '');
}
