import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, messageOf } from '../domain/errors.ts';
import { isSettings, translateSettings } from './older-settings.ts';
import { parseDocument } from './parse-document.ts';
import { readRegularFile } from './read-contained-file.ts';
import { type Fields, isFields } from './translation.ts';

/** What a file of defaults says. */
export interface Defaults {
  readonly fields: Fields;
  /** What it asks for and is done otherwise. */
  readonly notes: readonly string[];
}

/**
 * Fields of jobs that are filled in where a job does not state them: the files of a folder, in the
 * order of their names. `NAME.example.json` is an example and not read.
 * @throws InputError where the folder or one of them cannot be read, or a file holds no object
 */
export function readDefaults(folder: string): Defaults[] {
  return namesIn(folder)
    .filter((name) => /\.(json|jsonc|yaml|yml)$/.test(name) && !/\.example\.\w+$/.test(name))
    .sort()
    .map((name) => {
      const fields = readFields(join(folder, name));
      return isSettings(fields) ? translateSettings(fields) : { fields, notes: [] };
    });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    // A project need not have defaults.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new InputError(
      `Cannot read the defaults in "${folder}"`,
      [{ path: '', wanted: 'a folder that can be read', found: messageOf(error) }],
      { cause: error },
    );
  }
}

function readFields(path: string): Fields {
  const action = `Cannot read defaults "${path}"`;
  const read = readRegularFile(path);
  if (!read.ok) {
    throw new InputError(action, [{ path: '', wanted: read.wanted, found: read.found }]);
  }
  const parsed = parseDocument(read.text, path);
  if (!parsed.ok) throw new InputError(action, parsed.problems);
  const { value } = parsed.document;
  if (isFields(value)) return value;
  throw new InputError(action, [{ path: '', wanted: 'an object', found: 'something else' }]);
}

/** As {@link mergeLayers}, but parameters that are fixed below stay so beside those fixed above. */
export function mergeOver(below: Fields, above: Fields): Record<string, unknown> {
  const fixed = [below, above].map((layer) => layer['fixed_parameters']);
  const merged = mergeLayers(below, above);
  return fixed.every(isFields)
    ? { ...merged, fixed_parameters: Object.assign({}, ...fixed) }
    : merged;
}

/** Later layers outrank earlier ones, key by key; undefined says nothing. */
export function mergeLayers(...layers: readonly Fields[]): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const layer of layers) {
    const stated = Object.entries(layer).filter(([, value]) => value !== undefined);
    // One says what the other says, so a later one replaces either.
    if (stated.some(([key]) => key === 'symbol' || key === 'symbols')) {
      delete merged['symbol'];
      delete merged['symbols'];
    }
    for (const [key, value] of stated) merged[key] = value;
  }
  return merged;
}
