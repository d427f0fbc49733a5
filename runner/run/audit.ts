import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Who } from '../domain/who.ts';
import { readJsonLines } from './json-lines.ts';

/** Something that somebody asked for. */
export interface AuditEntry {
  readonly action: string;
  /** What it was done to: a job's file, a run, a live file. */
  readonly subject: string;
  readonly by: Who;
  readonly [more: string]: unknown;
}

/** `audit.jsonl` of a runs folder: who asked for what, when, from where. Lines are only added. */
export interface Audit {
  note(entry: AuditEntry): Promise<void>;
}

const FILE = 'audit.jsonl';
const NEWLINE = 10;

/** An entry with its time. */
export interface NotedEntry extends AuditEntry {
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/**
 * Own code beside `openAppendFile`, since several processes write here at a time: a line goes out
 * in one write at the end, and what another process may be writing is never cut off.
 */
export function openAudit(runsFolder: string): Audit {
  const path = join(runsFolder, FILE);
  return {
    async note({ action, subject, by, ...more }) {
      const at = new Date().toISOString();
      const line = `${JSON.stringify({ v: 1, at, action, subject, by, ...more })}\n`;
      await mkdir(dirname(path), { recursive: true });
      await using file = await open(path, 'a+', 0o600);
      // A line that a power cut tore is ended, so that only itself is lost.
      await file.appendFile((await isTorn(file)) ? `\n${line}` : line);
      await file.datasync();
    },
  };
}

/** Looked at again after a moment: a line that crosses pages is seen in parts while it is written. */
async function isTorn(file: FileHandle): Promise<boolean> {
  const last = Buffer.alloc(1);
  for (let looks = 3; looks > 0; looks--) {
    const { size } = await file.stat();
    if (size === 0) return false;
    await file.read(last, 0, 1, size - 1);
    if (last[0] === NEWLINE) return false;
    await pause(10);
  }
  return true;
}

/** What was noted, oldest first; lines that cannot be read are passed over. */
export async function readAudit(runsFolder: string): Promise<readonly NotedEntry[]> {
  const { items } = await readJsonLines(join(runsFolder, FILE), parseNoted);
  return items;
}

function parseNoted(line: string): NotedEntry {
  const entry = JSON.parse(line) as Partial<NotedEntry> | null;
  if (typeof entry?.action === 'string' && typeof entry.at === 'string' && entry.by !== undefined) {
    return entry as NotedEntry;
  }
  throw new TypeError('Cannot read an audit entry: wanted at, action and by');
}
