import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { RunRecord } from '../domain/run-record.ts';
import type { RunUse } from './run-pruner.ts';
import type { RunStore } from './run-store.ts';

const LIKE_JOBS = /\.(jsonc?|ya?ml)$/i;

/**
 * The newest run of each file that stands in the drop folder: without it the next start of the
 * daemon would take the file for a new job and run it again.
 *
 * @param runs newest first
 */
export async function droppedRuns(
  store: Pick<RunStore, 'folder'>,
  configFolder: string,
  runs: readonly RunRecord[],
): Promise<RunUse[]> {
  const names = (await readdir(configFolder).catch(() => [])).filter((name) =>
    LIKE_JOBS.test(name),
  );
  const waiting = new Map<string, string>();
  for (const name of names) {
    const text = await readFile(join(configFolder, name), 'utf8').catch(() => null);
    if (text !== null) waiting.set(name, text);
  }
  const uses: RunUse[] = [];
  for (const { id } of runs) {
    if (waiting.size === 0) break;
    for (const [name, text] of waiting) {
      const kept = join(store.folder(id), `job${extname(name)}`);
      if ((await readFile(kept, 'utf8').catch(() => null)) !== text) continue;
      waiting.delete(name);
      uses.push({ run: id, kind: 'dropped', why: `its job still stands in config/ as ${name}` });
    }
  }
  return uses;
}
