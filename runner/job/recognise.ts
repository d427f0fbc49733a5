import { isLeanOptimizer } from './older-lean.ts';
import { type Fields, isFields } from './translation.ts';

/**
 * Names what a file is that stands among the jobs and is none; undefined where it is meant as a job.
 * Only what is surely something else is named, since a job with a fault has to be told so.
 */
export function recogniseOther(value: unknown): string | undefined {
  if (Array.isArray(value)) return recogniseList(value);
  if (typeof value !== 'object' || value === null) return;
  const fields = value as Fields;
  if (/job\.schema\.json$/.test(String(fields['$schema'] ?? ''))) return;
  return KINDS.find(({ matches }) => matches(fields))?.what;
}

function recogniseList(items: readonly unknown[]): string | undefined {
  if (items.length === 0 || !items.every(isFields)) return;
  if (items.every((item) => 'name' in item && 'type' in item)) return 'a list of parameters';
  const flat = items.every((item) => Object.values(item).every((inner) => !isFields(inner)));
  return flat ? 'a list of parameter sets' : undefined;
}

const KINDS: readonly { what: string; matches: (fields: Fields) => boolean }[] = [
  {
    what: 'a JSON schema',
    matches: (fields) =>
      /json-schema\.org/.test(String(fields['$schema'] ?? '')) ||
      isFields(fields['$defs']) ||
      (fields['type'] === 'object' && isFields(fields['properties'])),
  },
  {
    what: 'a candidate for promotion',
    matches: (fields) => fields['leantune'] === 'candidate',
  },
  {
    what: 'promoted parameters',
    matches: (fields) =>
      fields['leantune'] === 'promoted' || (isFields(fields['metadata']) && 'factors' in fields),
  },
  {
    what: 'a LEAN configuration',
    // That of its optimizer says what to search.
    matches: (fields) =>
      !isLeanOptimizer(fields) &&
      ['algorithm-type-name', 'algorithm-location', 'algorithm-language', 'environments'].some(
        (key) => key in fields,
      ),
  },
  {
    what: 'settings of the grid optimizer',
    matches: (fields) => 'parallelization' in fields || 'ranking_weights' in fields,
  },
  {
    what: 'a universe',
    matches: (fields) =>
      Array.isArray(fields['symbols']) && hasOnly(fields, [...UNIVERSE, ...ANNOTATIONS]),
  },
  {
    what: 'a parameter space',
    matches: (fields) =>
      Array.isArray(fields['parameters']) && hasOnly(fields, [...SPACE, ...ANNOTATIONS]),
  },
];

const ANNOTATIONS = ['$schema', 'name', 'description', 'version'];
const UNIVERSE = ['symbols', 'symbols_parallel', 'total_workers'];
const SPACE = ['parameters', 'rules'];

/** Keys that start with `_` are comments in the older tool's files. */
function hasOnly(fields: Fields, keys: readonly string[]): boolean {
  return Object.keys(fields).every((key) => keys.includes(key) || key.startsWith('_'));
}
