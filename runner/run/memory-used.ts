import { readdirSync, readFileSync } from 'node:fs';

/**
 * Resident megabytes of this process and of those that it has started; of this one alone where the
 * system does not tell of others (/proc).
 */
export function memoryUsedMb(): number {
  const own = process.memoryUsage.rss() / 1024 ** 2;
  try {
    return own + childrenOf('self').reduce((sum, pid) => sum + residentMb(pid), 0);
  } catch {
    return own;
  }
}

export function childrenOf(pid: string): string[] {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).flatMap((task) =>
    readFileSync(`${tasks}/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
}

/** The same of another process. It may end while it is looked at. */
export function residentMb(pid: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const resident = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
    return resident + childrenOf(pid).reduce((sum, child) => sum + residentMb(child), 0);
  } catch {
    return 0;
  }
}
