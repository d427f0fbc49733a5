import { lstat, readFile, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isJobFileName } from '../daemon/job-file-name.ts';
import { MAX_JOB_BYTES } from '../daemon/watcher.ts';
import type { RouteServices } from './services.ts';

/** The files of the drop folder, by names that cannot lead out of it. */
export interface JobFolder {
  /** Null where there is no such file, or what has the name is no regular file. */
  read(file: string): Promise<string | null>;
  remove(file: string): Promise<void>;
  /** `NAME.json`, or where that is taken `NAME-2.json` and so on. */
  freeName(name: string, like: string): Promise<string>;
}

/** A letter may take three of the 255 bytes that file systems allow; a number and endings follow. */
const LONGEST_NAME = 60;

export function createJobFolder({ configFolder }: Pick<RouteServices, 'configFolder'>): JobFolder {
  async function read(file: string): Promise<string | null> {
    if (!isJobFileName(file)) return null;
    const path = join(configFolder, file);
    const found = await lstat(path).catch(() => null);
    if (found === null || !found.isFile() || found.size > MAX_JOB_BYTES) return null;
    return readFile(path, 'utf8');
  }

  return {
    read,
    async remove(file) {
      if (isJobFileName(file)) await rm(join(configFolder, file), { force: true });
    },
    async freeName(name, like) {
      const plain = name.replaceAll(/[^\p{L}\p{N}_ .-]+/gu, '_').replace(/^[.#~ -]+/, '');
      const base = plain.slice(0, LONGEST_NAME) || 'job';
      for (let nth = 1; ; nth++) {
        const file = `${base}${nth === 1 ? '' : `-${nth}`}${extname(like)}`;
        const there = await lstat(join(configFolder, file)).catch(() => null);
        if (there === null) return file;
      }
    },
  };
}
