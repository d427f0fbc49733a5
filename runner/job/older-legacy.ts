import { below, blocked } from './older-below.ts';
import { readOlderFile } from './older-file.ts';
import { isSettings } from './older-settings.ts';
import { recogniseOther } from './recognise.ts';
import {
  type Fields,
  isFields,
  type Surroundings,
  type Translation,
  without,
} from './translation.ts';

type Translate = (fields: Fields, around: Surroundings) => Translation;

export function isLegacy(fields: Fields): boolean {
  return 'legacy' in fields;
}

/** `{ "legacy": "config/universe.json", "strategy": … }`: an older file, our own keys over it. */
export function translateLegacy(
  fields: Fields,
  around: Surroundings,
  translate: Translate,
): Translation {
  const own = without(fields, ['legacy']);
  const refused = (wanted: string, found: string) => blocked({ path: ['legacy'], wanted, found });
  const read = readOlderFile(fields['legacy'], around);
  if (!read.ok) return refused(read.wanted, read.found);
  const { file } = read;
  const value = Array.isArray(read.value) ? { parameter_sets: read.value } : read.value;
  const usable = isFields(value) && !isLegacy(value);
  const what = usable && isSettings(value) ? undefined : recogniseOther(value);
  if (!usable || what !== undefined) {
    const found = what ?? (usable ? 'another job' : 'something else');
    return refused('a configuration file of an older optimizer', `${found} in ${file}`);
  }
  return below(own, translate(value, around), { key: 'legacy', file });
}
