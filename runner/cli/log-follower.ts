import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { RunEvent } from '../domain/run-event.ts';

type LogEvent = Extract<RunEvent, { type: 'log' }>;

/** Tells what another process writes to the log of a run. */
export interface LogFollower {
  /** What was written since the last call, whole lines alone. */
  next(): readonly LogEvent[];
}

/**
 * @param file a run's `log.jsonl`; it may not be there yet
 * @param since ISO time; what was said before is of an earlier start of the run
 */
export function followLog(file: string, run: string, since: string): LogFollower {
  let offset = 0;
  let inode = 0n;
  return {
    next() {
      const found = identityOf(file);
      // The log was put aside and begun anew; the end of the old one is left to its file.
      if (found !== inode) offset = 0;
      inode = found;
      const text = textFrom(file, offset);
      const whole = text.subarray(0, text.lastIndexOf('\n') + 1);
      offset += whole.length;
      return whole
        .toString()
        .split('\n')
        .flatMap((line) => eventOf(line, run))
        .filter(({ at }) => at >= since);
    },
  };
}

/** Another one where the file was replaced; 0 where there is none. */
function identityOf(file: string): bigint {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino ?? 0n;
}

function textFrom(file: string, offset: number): Buffer {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(fd).size - offset));
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, offset));
  } finally {
    closeSync(fd);
  }
}

function eventOf(line: string, run: string): LogEvent[] {
  try {
    const { at, level, message } = JSON.parse(line) as LogEvent;
    const fits = typeof at === 'string' && typeof message === 'string';
    return fits ? [{ type: 'log', run, level, message, at }] : [];
  } catch {
    return [];
  }
}
