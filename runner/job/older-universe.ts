import { asNumber } from './loose-values.ts';
import { below, blocked } from './older-below.ts';
import { readOlderFile } from './older-file.ts';
import { recogniseOther } from './recognise.ts';
import {
  type Fields,
  isFields,
  type Surroundings,
  type Translation,
  without,
} from './translation.ts';

type Translate = (fields: Fields, around: Surroundings) => Translation;

/** Symbols to which one optimization file applies. */
export function isUniverse(fields: Fields): boolean {
  return 'base_config' in fields;
}

/** One search a symbol by the file that `base_config` names; the workers are shared. */
export function translateUniverse(
  older: Fields,
  around: Surroundings,
  translate: Translate,
): Translation {
  const own = {
    ...without(older, ['base_config', 'total_workers']),
    symbols_parallel: asNumber(older['symbols_parallel']),
    slots: older['slots'] ?? asNumber(older['total_workers']),
  };
  const translated = baseOf(older['base_config'], own, around, translate);
  const origin: Translation['origin'] = (path) =>
    path[0] === 'slots' && older['slots'] === undefined && older['total_workers'] !== undefined
      ? { path: ['total_workers'] }
      : translated.origin(path);
  return { ...translated, origin };
}

function baseOf(
  name: unknown,
  own: Fields,
  around: Surroundings,
  translate: Translate,
): Translation {
  const refused = (wanted: string, found: string) =>
    blocked({ path: ['base_config'], wanted, found });
  const read = readOlderFile(name, around);
  if (!read.ok) return refused(read.wanted, read.found);
  const { value, file } = read;
  const what = recogniseOther(value) ?? (isFields(value) ? undefined : 'no object');
  if (what !== undefined || !isFields(value) || isUniverse(value) || 'legacy' in value) {
    return refused('an optimization file', `${what ?? 'one that names others'} in ${file}`);
  }
  return below(own, translate(value, around), { key: 'base_config', file });
}
