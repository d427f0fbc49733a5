import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Puts a file in place so that a reader or a crash sees the old or the new content, never a part. */
export async function placeFile(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Makes a folder beside its place and puts it there whole. Files are not synced one by one: there
 * is one for each day, and an import that a power cut spoils can be made again.
 * @param fill writes the files into the folder that it is given
 */
export async function placeFolder(
  path: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const parent = dirname(path);
  await mkdir(parent, { recursive: true });
  const fresh = await mkdtemp(join(parent, `.${basename(path)}-`));
  const old = `${fresh}-old`;
  try {
    await fill(fresh);
    if (existsSync(path)) await rename(path, old);
    await rename(fresh, path);
    await rm(old, { recursive: true, force: true });
  } catch (error) {
    if (!existsSync(path) && existsSync(old)) await rename(old, path);
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
}
