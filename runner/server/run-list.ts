import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Daemon } from '../daemon/daemon.ts';
import { cutOff } from '../domain/cut-off.ts';
import { messageOf } from '../domain/errors.ts';
import { mapAtMost } from '../run/map-at-most.ts';
import type { BrokenRun, RunStore } from '../run/run-store.ts';
import { type RunSummary, summaryOf } from './run-summary.ts';

/** Summaries of all runs, kept in memory: a list of ten thousand opens no folder a second time. */
export interface RunList {
  /** Newest first. */
  list(): Promise<{
    readonly runs: readonly RunSummary[];
    readonly broken: readonly BrokenRun[];
  }>;
}

type Known = { readonly version: string } & (
  | { readonly summary: RunSummary }
  | { readonly reason: string }
);

/** Between two looks at what somebody else may have changed in run folders that are known. */
const LOOK_AFTER_MS = 10_000;
const READ_AT_ONCE = 32;

export function createRunList(
  store: Pick<RunStore, 'root' | 'ids' | 'record'>,
  daemon: Pick<Daemon, 'records' | 'subscribe'>,
): RunList {
  const known = new Map<string, Known>();
  let lastLook = 0;
  let reading: Promise<void> | null = null;

  // What the daemon runs it tells of itself; the file may be a moment behind.
  daemon.subscribe((event) => {
    if (event.type !== 'record') return;
    known.set(event.record.id, { version: 'told', summary: summaryOf(event.record) });
  });

  const read = async (id: string): Promise<void> => {
    const before = known.get(id);
    const version = await versionOf(join(store.root, id, 'run.json'));
    if (before?.version === version) return;
    const entry = await store.record(id).then(
      (record) => ({ version, summary: summaryOf(record) }),
      (error: unknown) => ({ version, reason: messageOf(error) }),
    );
    // What was told in the meantime is newer.
    if (known.get(id) === before) known.set(id, entry);
  };

  /** One reader for all who ask at the same time. */
  const readAll = (ids: readonly string[]): Promise<void> => {
    reading ??= mapAtMost(READ_AT_ONCE, ids, read).then(() => {
      reading = null;
    });
    return reading;
  };

  async function catchUp(ids: readonly string[]): Promise<void> {
    const there = new Set(ids);
    for (const id of known.keys()) if (!there.has(id)) known.delete(id);
    if (reading !== null) await reading;
    const unknown = ids.filter((id) => !known.has(id));
    if (unknown.length > 0) await readAll(unknown);
    if (performance.now() - lastLook < LOOK_AFTER_MS) return;
    lastLook = performance.now();
    // Not waited for: whoever asks next gets what it finds.
    if (unknown.length < ids.length) void readAll(ids);
  }

  return {
    async list() {
      const ids = await store.ids();
      await catchUp(ids);
      const live = new Map(daemon.records().map((record) => [record.id, record]));
      const runs: RunSummary[] = [];
      const broken: BrokenRun[] = [];
      for (const id of ids) {
        const record = live.get(id);
        const entry = known.get(id);
        if (record !== undefined) runs.push(summaryOf(record));
        else if (entry === undefined) continue;
        else if ('reason' in entry) broken.push({ id, reason: entry.reason });
        else runs.push(cutOff(entry.summary));
      }
      return { runs, broken };
    },
  };
}

/** Files are replaced whole, so that another content has another inode or time. */
async function versionOf(path: string): Promise<string> {
  const found: Stats | null = await stat(path).catch(() => null);
  return found === null ? 'none' : `${found.ino}:${found.mtimeMs}:${found.size}`;
}
