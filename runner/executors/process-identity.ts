import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly host: string;
  /** Of this start of the machine; empty where the system does not tell. */
  readonly boot: string;
  readonly pid: number;
  /** When it was started, in the system's own count; empty where it does not tell. */
  readonly started: string;
}

export function identityOfProcess(pid: number): ProcessIdentity {
  return { host: hostname(), boot: bootId(), pid, started: startOf(pid) };
}

/** False also where the number belongs to another process by now; null where it cannot be known. */
export function isAlive(identity: ProcessIdentity): boolean | null {
  if (identity.host !== hostname()) return null;
  if (identity.boot !== bootId()) return false;
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return startOf(identity.pid) === identity.started;
}

export function identityText({ host, boot, pid, started }: ProcessIdentity): string {
  return [host, boot, pid, started].join('/');
}

/** Null where the text is none of {@link identityText}'s. */
export function readIdentity(text: string): ProcessIdentity | null {
  const [host, boot, pid, started, ...more] = text.split('/');
  const number = Number(pid);
  if (host === undefined || boot === undefined || started === undefined) return null;
  if (more.length > 0 || !Number.isInteger(number) || number < 1) return null;
  return { host, boot, pid: number, started };
}

function bootId(): string {
  return readText('/proc/sys/kernel/random/boot_id').trim();
}

/** The 22nd field of `stat`: proc(5). The command before it stands in brackets and may hold spaces. */
function startOf(pid: number): string {
  const fields = readText(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return fields[19] ?? '';
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
