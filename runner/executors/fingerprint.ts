import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';

/** A file younger than this may still change within the same tick of its file system's clock. */
const SETTLED_MS = 2_000;

/** Hashes of what a search reads. */
export interface Fingerprints {
  /**
   * One SHA-256 over the contents of the files and their paths relative to `root`, so that a folder
   * can move without changing it.
   */
  hash(files: readonly string[], root: string): Promise<string>;
}

/** Size, time of change and hash of a file, by its path. */
type Known = Record<
  string,
  readonly [size: number, mtimeMs: number, ctimeMs: number, hash: string]
>;

/**
 * @param cacheFile remembers the hashes of files that did not change, so that a second start does
 *   not read all data again; it may be deleted, and is left alone where it cannot be written
 */
export function createFingerprints(cacheFile: string): Fingerprints {
  let known: Promise<Known> | undefined;
  let changed = false;

  const hashFile = async (file: string, cache: Known): Promise<string> => {
    const { size, mtimeMs, ctimeMs } = await stat(file);
    const hit = cache[file];
    if (hit?.[0] === size && hit[1] === mtimeMs && hit[2] === ctimeMs) return hit[3];
    const hash = await hashContent(file);
    if (Date.now() - Math.max(mtimeMs, ctimeMs) > SETTLED_MS) {
      changed = true;
      cache[file] = [size, mtimeMs, ctimeMs, hash];
    }
    return hash;
  };

  return {
    async hash(files, root) {
      known ??= readCache(cacheFile);
      const cache = await known;
      const whole = createHash('sha256');
      for (const file of [...new Set(files)].sort()) {
        whole.update(`${relative(root, file)}\0${await hashFile(file, cache)}\n`);
      }
      if (changed) await writeCache(cacheFile, cache);
      changed = false;
      return whole.digest('hex');
    },
  };
}

async function hashContent(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece);
  return hash.digest('hex');
}

async function readCache(file: string): Promise<Known> {
  try {
    const { v, files } = JSON.parse(await readFile(file, 'utf8'));
    return v === 1 && typeof files === 'object' && files !== null ? files : {};
  } catch {
    return {};
  }
}

/** Another process may write it too: the last one wins, and both are right. */
async function writeCache(file: string, files: Known): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, JSON.stringify({ v: 1, files }));
    await rename(temporary, file);
  } catch {
    // A cache that cannot be kept costs time, nothing else.
    await rm(temporary, { force: true }).catch(() => {});
  }
}
