import { readdir } from 'node:fs/promises';

const JOB_FILE = /^job\.(jsonc?|ya?ml)$/;

/** Name of the job's file in a run's folder, as it was dropped; null where it is not known. */
export async function runJobFile(folder: string): Promise<string | null> {
  const files = (await readdir(folder)).filter((name) => JOB_FILE.test(name));
  // With two of them it is not known which one the run was made of.
  return files.length === 1 ? (files[0] ?? null) : null;
}
