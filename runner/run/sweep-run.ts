import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sweepLeftBehind } from './atomic-write.ts';

/** Whoever makes a run writes its record long before. */
const HALF_MADE_MS = 60_000;

/**
 * Leaves nothing in a run's folder of what a kill cut off. A folder that a kill kept from becoming a
 * run (neither record nor searches) goes as a whole: it would be shown as a broken run for ever.
 */
export async function sweepRun(runFolder: string): Promise<void> {
  // Looked at first: what is removed from a folder changes its time.
  const made = (await stat(runFolder).catch(() => null))?.mtimeMs ?? Date.now();
  const entries = await readdir(runFolder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const all = ['', ...folders, ...folders.map((name) => join(name, 'backtests'))];
  for (const name of all) await sweepLeftBehind(join(runFolder, name));
  const isRun = entries.some(({ name }) => name === 'run.json' || !OF_A_NEW_RUN.test(name));
  if (isRun || folders.length > 0) return;
  if (Date.now() - made > HALF_MADE_MS) await rm(runFolder, { recursive: true, force: true });
}

/** What is written before the record. */
const OF_A_NEW_RUN = /^job\.(resolved\.json|jsonc?|ya?ml)$|\.tmp$/;
