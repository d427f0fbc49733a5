import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../domain/errors.ts';

/** Files of a data folder without which LEAN gives empty results and says nothing. */
const REFERENCE_FILES = [
  join('market-hours', 'market-hours-database.json'),
  join('symbol-properties', 'symbol-properties-database.csv'),
];

/** Absolute paths of the reference files of a data folder, whether they are there or not. */
export function referenceFiles(dataFolder: string): string[] {
  return REFERENCE_FILES.map((name) => join(dataFolder, name));
}

/** @throws InputError that names every reference file that is missing */
export function requireReferenceFiles(dataFolder: string): void {
  const missing = referenceFiles(dataFolder).filter((file) => !existsSync(file));
  if (missing.length === 0) return;
  throw new InputError(
    'Cannot backtest with LEAN, which gives empty results without its reference files',
    missing.map((file) => ({ path: 'data', wanted: `the file "${file}"`, found: 'no such file' })),
  );
}
