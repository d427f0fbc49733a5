import { lstatSync } from 'node:fs';

/** What stands at a path, in the words of an error message; links are not followed. */
export function describeFileKind(path: string): string {
  let stat: ReturnType<typeof lstatSync>;
  try {
    stat = lstatSync(path);
  } catch {
    return 'no such file';
  }
  if (stat.isFile()) return 'a file';
  if (stat.isDirectory()) return 'a folder';
  if (stat.isSymbolicLink()) return 'a symbolic link';
  return stat.isFIFO() ? 'a pipe' : 'a device';
}
