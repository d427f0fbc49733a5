import { extname } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { InputError } from '../domain/errors.ts';

export const EXPORT_FORMATS = ['json', 'yaml', 'csv', 'parquet', 'xlsx'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const ENDINGS: Readonly<Record<string, ExportFormat>> = {
  '.json': 'json',
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.csv': 'csv',
  '.parquet': 'parquet',
  '.xlsx': 'xlsx',
};

export function exportFormat(text: string): ExportFormat {
  const found = text === 'excel' ? 'xlsx' : EXPORT_FORMATS.find((name) => name === text);
  if (found === undefined) {
    throw new InvalidArgumentError(`Wanted one of ${EXPORT_FORMATS.join(', ')}.`);
  }
  return found;
}

/** Null is stdout. */
export function outputFile(text: string | undefined): string | null {
  return text === undefined || text === '-' ? null : text;
}

/**
 * The format that was asked for, else that of the file's ending.
 * @throws InputError where it is none of those that can be written
 */
export function chosenFormat<Format extends ExportFormat>(
  { format, output }: { readonly format?: ExportFormat; readonly output?: string },
  {
    possible,
    action,
  }: { readonly possible: readonly [Format, ...Format[]]; readonly action: string },
): Format {
  const file = outputFile(output);
  const ending = file === null ? '' : extname(file).toLowerCase();
  const stated = format ?? ENDINGS[ending];
  if (stated === undefined && ending === '') return possible[0];
  const found = possible.find((one) => one === stated);
  if (found !== undefined) return found;
  throw new InputError(action, [
    { path: '--format', wanted: `one of ${possible.join(', ')}`, found: stated ?? `"${ending}"` },
  ]);
}
