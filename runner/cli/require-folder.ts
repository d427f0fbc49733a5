import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InputError } from '../domain/errors.ts';

/**
 * Looks before the work, not after it, whether a file can be put where it is wanted.
 * @param flag that names the file
 * @throws InputError where there is no such folder
 */
export async function requireFolder(file: string, flag: string): Promise<void> {
  const folder = dirname(resolve(file));
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory() === true) return;
  throw new InputError('Cannot keep the result', [
    { path: flag, wanted: 'a file in a folder that exists', found: `"${folder}"` },
  ]);
}
