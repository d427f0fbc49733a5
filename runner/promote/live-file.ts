import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../domain/errors.ts';

/** A file that something live reads its parameters from, as it is now. */
export interface LiveFile {
  /** Absolute, links resolved: a rename over a link would cut what reads it off from the file. */
  readonly path: string;
  /** Null where there is no file yet. */
  readonly content: Buffer | null;
  /** Who may read and write it; undefined where there is no file yet. */
  readonly mode: number | undefined;
}

/** @throws InputError where it is no regular file, or the folder that would hold its folder is missing */
export async function readLiveFile(file: string): Promise<LiveFile> {
  const path = await resolved(resolve(file), file);
  const stats = await stat(path).catch(absent);
  if (stats === null) return { path, content: null, mode: undefined };
  if (!stats.isFile()) throw refusal(file, 'a file', 'something else');
  return { path, content: await readFile(path), mode: stats.mode & 0o777 };
}

async function resolved(path: string, asGiven: string): Promise<string> {
  const real = await realpath(path).catch(absent);
  if (real !== null) return real;
  const folder = await realpath(dirname(path)).catch(absent);
  if (folder !== null) return join(folder, basename(path));
  // A first promotion makes one folder; where more are missing, the path is mistyped.
  const above = await realpath(dirname(dirname(path))).catch(absent);
  if (above !== null) return join(above, basename(dirname(path)), basename(path));
  throw refusal(asGiven, 'a folder that exists', `none at ${dirname(dirname(path))}`);
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function refusal(file: string, wanted: string, found: string): InputError {
  return new InputError(`Cannot use "${file}" as a live file`, [{ path: '', wanted, found }]);
}
