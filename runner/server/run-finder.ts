import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cutOff } from '../domain/cut-off.ts';
import { messageOf } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import type { BrokenRun, RunStore } from '../run/run-store.ts';
import { refusal } from './problem.ts';

/** Runs as they are now: what is on the disk, and what the daemon knows better. */
export interface RunFinder {
  list(): Promise<{
    readonly runs: readonly RunRecord[];
    readonly broken: readonly BrokenRun[];
  }>;
  /** @throws HTTPException 404 where there is no such run, 422 where it cannot be read */
  record(id: string): Promise<RunRecord>;
  /** @throws HTTPException 404 where there is no such run, 422 where it cannot be read */
  read(id: string): Promise<{ readonly record: RunRecord; readonly job: Job }>;
  /** @throws HTTPException 404 where there is no such run, or nothing of it in the runs folder */
  folder(id: string): Promise<string>;
  isLive(id: string): boolean;
}

export function createRunFinder(store: RunStore, living: () => readonly RunRecord[]): RunFinder {
  const live = (id: string): RunRecord | undefined => living().find((run) => run.id === id);

  /** @param stored what was read while the run may have begun or ended */
  const present = async (stored: RunRecord, wasLive: boolean): Promise<RunRecord> => {
    const now = live(stored.id);
    if (now !== undefined) return now;
    return cutOff(wasLive ? (await store.read(stored.id)).record : stored);
  };

  const folder = async (id: string): Promise<string> => {
    try {
      const path = await realpath(store.folder(id));
      // A link may lead anywhere; only what lies in the runs folder itself is a run.
      if (dirname(path) === (await realpath(store.root))) return path;
    } catch {
      // No such name or no such folder.
    }
    throw refusal(404, `There is no run "${id}"`);
  };

  const readable: RunStore['read'] = async (id) => {
    await folder(id);
    return store.read(id).catch((error: unknown) => {
      // Where the store lies is nobody's business elsewhere.
      throw refusal(422, messageOf(error).replaceAll(`${store.root}/`, ''));
    });
  };

  return {
    folder,
    isLive: (id) => live(id) !== undefined,
    async list() {
      const before = new Set(living().map(({ id }) => id));
      const { records, broken } = await store.list();
      const runs = await Promise.all(
        records.map((record) => present(record, before.has(record.id))),
      );
      return { runs, broken };
    },
    async record(id) {
      const now = live(id);
      if (now !== undefined) return now;
      return cutOff((await readable(id)).record);
    },
    async read(id) {
      const wasLive = live(id) !== undefined;
      const { record, job } = await readable(id);
      return { record: await present(record, wasLive), job };
    },
  };
}

/** @throws HTTPException 404 where the run has no such symbol, by name or by folder */
export function findSymbol(record: RunRecord, name: string): SymbolProgress {
  const found = record.symbols.find(({ symbol, folder }) => symbol === name || folder === name);
  if (found === undefined) throw refusal(404, `Run ${record.id} has no symbol "${name}"`);
  return found;
}
