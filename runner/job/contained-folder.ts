import { realpathSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { isInside } from './read-contained-file.ts';

/**
 * Whether a folder that may not be there yet lies inside one of the roots, links on the way to it
 * followed, and not in a folder of theirs that is hidden or holds packages.
 */
export function isContainedFolder(folder: string, roots: readonly string[]): boolean {
  const path = realOf(folder);
  return roots.some((root) => {
    const real = realOf(root);
    if (!isInside(path, [real])) return false;
    const parts = relative(real, path).split(sep);
    return !parts.some((part) => part.startsWith('.') || part === 'node_modules');
  });
}

/** As `realpath` where there is something, and the rest of the path behind what there is. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : resolve(realOf(above), relative(above, path));
  }
}

/** Folders of the system itself, which no job has a use for. */
const SYSTEM = ['/etc', '/proc', '/sys', '/boot', '/run/secrets', '/run/credentials'];

/** Whether a folder is the system's own or has everything below it. */
export function isSystemFolder(folder: string): boolean {
  const path = realOf(resolve(folder));
  return dirname(path) === path || isInside(path, SYSTEM);
}
