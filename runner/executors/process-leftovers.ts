import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  identityOfProcess,
  identityText,
  isAlive,
  type ProcessIdentity,
  readIdentity,
} from './process-identity.ts';

/**
 * Notes of the harness processes that this machine runs, a file each: one that is in a backtest when
 * its runner is killed does not hear of it, and would go on for ever where the backtest does.
 */
export interface ProcessNotes {
  add(pid: number): Promise<void>;
  remove(pid: number): Promise<void>;
  /** Ends the processes whose runner is gone, and nothing else. Returns how many there were. */
  sweep(): Promise<number>;
}

/** Where processes of each kind are noted, below the folder of caches. */
export const NOTES = {
  harness: 'harness-processes',
  sandbox: 'sandbox-processes',
  describer: 'describer-processes',
} as const;

/** Ends what a runner that was killed has left of any kind. Returns how many there were. */
export async function endLeftovers(cacheFolder: string): Promise<number> {
  const folders = Object.values(NOTES).map((name) => join(cacheFolder, name));
  const swept = await Promise.all(folders.map((folder) => createProcessNotes(folder).sweep()));
  return swept.reduce((sum, count) => sum + count, 0);
}

export function createProcessNotes(folder: string): ProcessNotes {
  const fileOf = (pid: number): string => join(folder, `${pid}.txt`);
  return {
    async add(pid) {
      const lines = [identityOfProcess(process.pid), identityOfProcess(pid)].map(identityText);
      await mkdir(folder, { recursive: true });
      await writeFile(fileOf(pid), `${lines.join('\n')}\n`);
    },
    remove: (pid) => rm(fileOf(pid), { force: true }),
    async sweep() {
      const names = await readdir(folder).catch(() => []);
      const swept = await Promise.all(names.map((name) => sweepNote(join(folder, name))));
      return swept.filter(Boolean).length;
    },
  };
}

async function sweepNote(file: string): Promise<boolean> {
  const [owner, child] = (await readFile(file, 'utf8').catch(() => ''))
    .split('\n')
    .map(readIdentity);
  if (owner === undefined || owner === null || isAlive(owner) !== false) return false;
  const ended = child !== undefined && child !== null && endLeftover(child);
  await rm(file, { force: true });
  return ended;
}

function endLeftover(child: ProcessIdentity): boolean {
  if (isAlive(child) !== true) return false;
  try {
    process.kill(child.pid, 'SIGKILL');
    return true;
  } catch {
    // It ended by itself, or is somebody else's.
    return false;
  }
}
