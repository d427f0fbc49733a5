import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../runner/domain/errors.ts';

const ENDINGS = /\.(csv|tsv|txt)(\.gz)?$/i;

/**
 * The files that are meant: a folder stands for the CSV files in it, by name.
 * @throws InputError where one is missing
 */
export function findFiles(paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap(filesAt))];
}

function filesAt(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) refuse(path, 'a file or folder', 'none of that name');
  if (!found.isDirectory()) return [path];
  const files = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && ENDINGS.test(entry.name))
    .map((entry) => join(path, entry.name))
    .sort();
  if (files.length === 0) refuse(path, 'files that end in .csv, .tsv or .txt', 'none');
  return files;
}

function refuse(path: string, wanted: string, found: string): never {
  throw new InputError(`Cannot read "${path}"`, [{ path: '', wanted, found }]);
}
