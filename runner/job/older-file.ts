import { formatProblem } from '../domain/errors.ts';
import { describeValue } from './describe-value.ts';
import { withoutComments } from './loose-values.ts';
import { parseDocument } from './parse-document.ts';
import { locateContained, pathFrom, readContained } from './read-contained-file.ts';
import type { Surroundings } from './translation.ts';

/** A file that an older file names, without its comments; or what is wrong with it. */
export type OlderFile =
  | { readonly ok: true; readonly value: unknown; readonly file: string }
  | { readonly ok: false; readonly wanted: string; readonly found: string };

/**
 * Paths in older files start at the project's root, where the files themselves lie in `config/`.
 * A file that lies elsewhere has beside it what it names as `config/…`.
 */
export function locateOlder(name: unknown, { roots }: Surroundings): unknown {
  if (typeof name !== 'string') return name;
  const names = [name, name.replace(/^(\.\/)?config\//, '')];
  return names.find((one) => locateContained(one, roots).ok) ?? name;
}

export function readOlderFile(name: unknown, around: Surroundings): OlderFile {
  if (typeof name !== 'string') {
    return { ok: false, wanted: 'the path of a file', found: describeValue(name) };
  }
  const read = readContained(String(locateOlder(name, around)), around.roots);
  if (!read.ok) return { ...read, found: `${read.found} (${JSON.stringify(name)})` };
  const file = pathFrom(around.projectRoot, read.path);
  const parsed = parseDocument(read.text, read.path);
  if (parsed.ok) return { ok: true, value: withoutComments(parsed.document.value), file };
  const problem = parsed.problems.map(formatProblem).join('; ');
  return { ok: false, wanted: `a file that can be read (${file})`, found: problem };
}
