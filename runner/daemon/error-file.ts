import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sweepLeftBehind, writeFileAtomic } from '../run/atomic-write.ts';
import { isJobFileName } from './job-file-name.ts';

const SUFFIX = '.error.txt';

/** What is wrong with a job, in a text file beside it: `spy.json.error.txt`. */
export interface ErrorFiles {
  write(file: string, message: string): Promise<void>;
  remove(file: string): Promise<void>;
  /** Removes those whose job is gone, and what killed writers left. */
  sweep(): Promise<void>;
}

export function createErrorFiles(folder: string): ErrorFiles {
  const remove = (file: string) => rm(join(folder, `${file}${SUFFIX}`), { force: true });
  return {
    write: (file, message) => writeFileAtomic(join(folder, `${file}${SUFFIX}`), `${message}\n`),
    remove,
    async sweep() {
      const jobs = (await readdir(folder))
        .filter((name) => name.endsWith(SUFFIX))
        .map((name) => name.slice(0, -SUFFIX.length))
        .filter((job) => isJobFileName(job) && !existsSync(join(folder, job)));
      await Promise.all(jobs.map(remove));
      await sweepLeftBehind(folder);
    },
  };
}
