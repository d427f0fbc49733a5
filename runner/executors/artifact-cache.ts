import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Folders of built things, by what they were built from. */
export interface ArtifactCache {
  readonly folder: string;
  /**
   * The folder of a key. Where it is not there, `build` fills an empty one, which takes its place
   * when all is in it; whoever asks for the same key meanwhile waits for it. One that lacks a file
   * since then is built again.
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
      const building = underWay.get(place) ?? (isWhole(place) ? undefined : make());
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
    await writeFile(join(temporary, CONTENTS), JSON.stringify(await sizesIn(temporary)));
    if (!isWhole(place)) await rm(place, { recursive: true, force: true });
    await rename(temporary, place).catch((error: NodeJS.ErrnoException) => {
      // Another process was faster, with the same thing.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return place;
}

/** What says which files belong to an artifact. */
const CONTENTS = 'contents.json';

async function sizesIn(folder: string): Promise<Readonly<Record<string, number>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(folder, path), (await stat(path)).size] as const;
    }),
  );
  return Object.fromEntries(sizes);
}

/** Folders for what can be made again are tidied by people and programs, and not always as a whole. */
function isWhole(place: string): boolean {
  try {
    const sizes = JSON.parse(readFileSync(join(place, CONTENTS), 'utf8')) as Record<string, number>;
    return Object.entries(sizes).every(([name, size]) => statSync(join(place, name)).size === size);
  } catch {
    return false;
  }
}

/** A short name for everything that something is built from. */
export function keyOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
