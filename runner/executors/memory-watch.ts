import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const EVERY_MS = 100;
/** Asking `ps` costs a process, so where there is no /proc it is asked less often. */
const EVERY_MS_BY_PS = 1_000;

/** Watches the memory of another process. */
export interface MemoryWatch {
  /** Looks now, where that is cheap. True where the process is over its limit. */
  check(): boolean;
  stop(): void;
}

export interface MemoryWatchOptions {
  readonly pid: number;
  /** Resident megabytes allowed just now. */
  readonly limitMb: () => number;
  readonly onOver: (foundMb: number) => void;
}

/** A process cannot be trusted to watch itself: a thread that only allocates stops all others. */
export function watchMemory({ pid, limitMb, onOver }: MemoryWatchOptions): MemoryWatch {
  const judge = (residentMb: number | null): boolean => {
    if (residentMb === null || residentMb <= limitMb()) return false;
    onOver(residentMb);
    return true;
  };
  const hasProc = process.platform === 'linux';
  const look = hasProc
    ? () => judge(residentFromProc(pid))
    : () => {
        residentFromPs(pid).then(judge);
        return false;
      };
  const timer = setInterval(look, hasProc ? EVERY_MS : EVERY_MS_BY_PS);
  timer.unref();
  return {
    check: () => hasProc && look(),
    stop: () => clearInterval(timer),
  };
}

function residentFromProc(pid: number): number | null {
  try {
    const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return resident === null ? null : Number(resident[1]) / 1024;
  } catch {
    return null;
  }
}

async function residentFromPs(pid: number): Promise<number | null> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
    return Number(stdout) / 1024;
  } catch {
    return null;
  }
}
