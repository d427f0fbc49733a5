import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { RunRecord } from '../domain/run-record.ts';
import type { RunStore } from '../run/run-store.ts';
import type { JobSource } from '../run/runner.ts';

/** The newest run of a job that was dropped with this very text; null where there is none. */
export async function lastRun(
  store: Pick<RunStore, 'list' | 'folder'>,
  name: string,
  { file, text }: JobSource,
): Promise<RunRecord | null> {
  const { records } = await store.list();
  for (const record of records.filter((candidate) => candidate.name === name)) {
    const kept = join(store.folder(record.id), `job${extname(file)}`);
    if ((await readFile(kept, 'utf8').catch(() => null)) === text) return record;
  }
  return null;
}
