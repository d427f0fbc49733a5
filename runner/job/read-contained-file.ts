import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { messageOf } from '../domain/errors.ts';
import { describeFileKind } from './describe-file-kind.ts';
import { MAX_FILE_BYTES } from './document.ts';

/** A file that a job names, or why it cannot be used. */
export type Located =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly wanted: string; readonly found: string };

export type ReadText =
  | { readonly ok: true; readonly path: string; readonly text: string }
  | { readonly ok: false; readonly wanted: string; readonly found: string };

/**
 * Finds a file below one of the roots, the first that has it. Neither `..`, an absolute path nor a
 * symbolic link may lead out of them: a job file can come from anywhere.
 * @param kinds what it may be, in the words of {@link describeFileKind}
 */
export function locateContained(
  name: string,
  roots: readonly string[],
  kinds: readonly string[] = ['a file'],
): Located {
  const wanted = `${kinds.join(' or ')} inside the project`;
  const candidates = isAbsolute(name) ? [name] : roots.map((root) => resolve(root, name));
  const inside = candidates.filter((path) => isInside(path, roots));
  if (inside.length === 0) return { ok: false, wanted, found: 'a path that leaves it' };
  const realRoots = roots.flatMap((root) => realPath(root) ?? []);
  for (const candidate of inside) {
    const path = realPath(candidate);
    if (path === undefined) continue;
    if (!isInside(path, realRoots)) {
      return { ok: false, wanted, found: 'a symbolic link that leaves it' };
    }
    const kind = describeFileKind(path);
    return kinds.includes(kind) ? { ok: true, path } : { ok: false, wanted, found: kind };
  }
  return { ok: false, wanted, found: 'no such file' };
}

/** As {@link locateContained}, with the text. Never waits: a pipe is refused before it is read. */
export function readContained(name: string, roots: readonly string[]): ReadText {
  const located = locateContained(name, roots);
  return located.ok ? readRegularFile(located.path) : located;
}

/** Reads a regular file of at most a megabyte. */
export function readRegularFile(path: string): ReadText {
  let file: number | undefined;
  try {
    // Neither waits for the other end of a pipe nor follows a link that has just been put here.
    file = openSync(
      path,
      constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0),
    );
    const stat = fstatSync(file);
    if (!stat.isFile()) return { ok: false, wanted: 'a file', found: 'something else' };
    if (stat.size > MAX_FILE_BYTES) {
      const wanted = `at most ${MAX_FILE_BYTES} bytes`;
      return { ok: false, wanted, found: `${stat.size} bytes` };
    }
    return { ok: true, path, text: readFileSync(file, 'utf8') };
  } catch (error) {
    const found = messageOf(error);
    return { ok: false, wanted: 'a file that can be read', found };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** A file's path from a root on, with `/`; the path itself where it stands elsewhere. */
export function pathFrom(root: string, file: string): string {
  const realRoot = realPath(root) ?? root;
  return isInside(file, [realRoot]) ? relative(realRoot, file).split(sep).join('/') : file;
}

/** Whether a path is one of the roots or below it, as the paths are written. */
export function isInside(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => {
    const way = relative(root, path);
    return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  });
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return;
  }
}
