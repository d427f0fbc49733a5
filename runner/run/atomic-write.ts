import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

let written = 0;

/**
 * Replaces a file so that a reader, a crash or a full disk sees the old or the new content, never
 * a part. Own code: the usual packages rename a file that a full disk cut short over the good one.
 *
 * The temporary file stands beside the target, since a rename is atomic within one file system
 * only; its name is unique, so that two writers cannot share it.
 *
 * @throws the file system's error; the target is untouched then
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${++written}.tmp`);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  try {
    await writeWhole(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx');
  try {
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
