import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of built things, by what they were built from. */
export interface ArtifactCache {
  readonly folder: string;
  /**
   * The folder of a key. Where it is not there, `build` fills an empty one, which takes its place
   * when all is in it; whoever asks for the same key meanwhile waits for it.
   */
  get(name: string, build: (folder: string) => Promise<void>): Promise<string>;
}

/** Of this process; two processes at once build both, and one of the results stays. */
const underWay = new Map<string, Promise<string>>();

export function createArtifactCache(folder: string): ArtifactCache {
  return {
    folder,
    get(name, build) {
      const place = join(folder, name);
      const building = underWay.get(place) ?? (existsSync(place) ? undefined : make());
      return building ?? Promise.resolve(place);

      function make(): Promise<string> {
        const made = fill(folder, place, build).finally(() => underWay.delete(place));
        underWay.set(place, made);
        return made;
      }
    },
  };
}

async function fill(
  folder: string,
  place: string,
  build: (folder: string) => Promise<void>,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const temporary = await mkdtemp(join(folder, 'building-'));
  try {
    await build(temporary);
    await rename(temporary, place).catch((error: NodeJS.ErrnoException) => {
      // Another process was faster, with the same thing.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return place;
}

/** A short name for everything that something is built from. */
export function keyOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
