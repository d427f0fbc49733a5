import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file so that a reader, a crash or a full disk sees the old or the new content, never
 * a part. Own code: the usual packages rename a file that a full disk cut short over the good one.
 *
 * The temporary file stands beside the target, since a rename is atomic within one file system
 * only; its name is drawn, so that neither two writers share it nor one that was killed is in the
 * way: in a container every process may have the same id.
 *
 * @param options.mode who may read and write the file; as the process's mask has it where absent
 * @throws the file system's error; the target is untouched then
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  { mode }: { readonly mode?: number } = {},
): Promise<void> {
  const temporary = join(dirname(path), temporaryName(path, randomBytes(6).toString('hex')));
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  try {
    await writeWhole(temporary, bytes, mode);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Removes what writers of a file left that were killed; none may be at it now. */
export async function sweepTemporaries(path: string): Promise<void> {
  const [before = '', after = ''] = temporaryName(path, '*').split('*');
  const names = await readdir(dirname(path));
  const left = names.filter((name) => name.startsWith(before) && name.endsWith(after));
  await Promise.all(left.map((name) => rm(join(dirname(path), name), { force: true })));
}

/** What `temporaryName` makes of any file, and what columns are called while they are widened. */
const TEMPORARY = /^\..+\.[0-9a-f]{12}\.tmp$|^columns\.bin\.\d+\.tmp$/;
/** A writer is done, or dead, long before. */
const LEFT_MS = 60_000;

/**
 * Removes what killed writers left in a folder. Files that came since this process started stay while
 * they are young: somebody may be at them. A folder that is not there has none.
 */
export async function sweepLeftBehind(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => TEMPORARY.test(one))) {
    const path = join(folder, name);
    const written = (await stat(path).catch(() => null))?.mtimeMs ?? Date.now();
    const isOld = written < performance.timeOrigin || Date.now() - written > LEFT_MS;
    // What cannot be removed is in nobody's way.
    if (isOld) await rm(path, { force: true }).catch(() => {});
  }
}

function temporaryName(path: string, drawn: string): string {
  return `.${basename(path)}.${drawn}.tmp`;
}

async function writeWhole(
  path: string,
  bytes: Uint8Array,
  mode: number | undefined,
): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    // The process's mask took its part of the mode.
    if (mode !== undefined) await handle.chmod(mode);
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  // A short write is not an error to every file system: the size is the proof.
  const { size } = await stat(path);
  if (size !== bytes.byteLength) {
    throw new Error(`Cannot write "${path}": wanted ${bytes.byteLength} bytes, found ${size}`);
  }
}

/** Makes the rename itself survive a power cut. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
