import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobSource } from './runner.ts';

/** The job file of a run as it was dropped: `job.json` in its folder, or `job.yaml`. */
export async function keptSource(folder: string): Promise<JobSource> {
  const names = await readdir(folder);
  const file = names.find((name) => /^job\.(jsonc?|ya?ml)$/.test(name)) ?? 'job.json';
  return { file, text: await readFile(join(folder, file), 'utf8') };
}
