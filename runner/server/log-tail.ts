import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { LOG_FILE, OLDER_LOG_FILE } from '../run/run-log.ts';
import type { LogView } from './views.ts';

type Line = LogView['lines'][number];

/** As much of a log as is read from its end. */
const MOST_BYTES = 1024 * 1024;
const LEVELS = new Set(['info', 'warn', 'error']);

/** The last lines of a run's log, oldest first; what is no line of a log is left out. */
export async function logTail(runFolder: string, count: number): Promise<readonly Line[]> {
  const lines = await linesOf(join(runFolder, LOG_FILE), count);
  if (lines.length >= count) return lines;
  const older = await linesOf(join(runFolder, OLDER_LOG_FILE), count - lines.length);
  return [...older, ...lines];
}

async function linesOf(path: string, count: number): Promise<readonly Line[]> {
  return (await readTail(path)).split('\n').flatMap(parseLine).slice(-count);
}

async function readTail(path: string): Promise<string> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - MOST_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), {
      position: start,
    });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

function parseLine(line: string): Line[] {
  try {
    const { at, level, message } = JSON.parse(line) as Line;
    const fits = typeof at === 'string' && typeof message === 'string' && LEVELS.has(level);
    return fits ? [{ at, level, message }] : [];
  } catch {
    return [];
  }
}
