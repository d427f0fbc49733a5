import { z } from 'zod';
import type { Problem } from '../domain/errors.ts';
import { nearestName } from '../domain/nearest-name.ts';
import { describeValue, quote } from './describe-value.ts';
import { type Path, valueAt } from './path.ts';

/** A problem whose path is still in parts, so that its line can be looked up. */
export interface SchemaProblem extends Omit<Problem, 'path' | 'line'> {
  readonly path: Path;
}

export type Checked<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly problems: readonly SchemaProblem[] };

/**
 * Checks a value and says everything that is wrong with it in the words of a job's author. Messages
 * given in the schemas themselves are taken as what was wanted.
 */
export function checkSchema<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const result = schema.safeParse(value, { error: wantedWords });
  if (result.success) return { ok: true, data: result.data };
  return { ok: false, problems: result.error.issues.flatMap((issue) => problemsOf(issue, value)) };
}

type Issue = z.core.$ZodIssue;

function problemsOf(issue: Issue, value: unknown): SchemaProblem[] {
  const path = issue.path as Path;
  const found = valueAt(value, path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...path, key], key, issue.message.split(SEPARATOR)));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return unionProblems(issue, found);
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map(({ message }) => ({ path, wanted: message, found: 'this key' }));
  }
  // Plug-ins may begin their own messages with the word that stands before it here.
  const wanted = `${issue.message.replace(/^wanted /, '')}${suggestion(issue, found)}`;
  return [{ path, wanted, found: describeValue(found) }];
}

/** Of the forms that a value may have, the one that it seems to be meant as. */
function unionProblems(issue: Issue & { code: 'invalid_union' }, found: unknown): SchemaProblem[] {
  const path = issue.path as Path;
  const meant = issue.errors.find((branch) => !branch.some(isOfAnotherKind));
  if (meant === undefined) {
    const wanted = issue.errors.flat().map(({ message }) => message);
    const hint = issue.errors
      .flat()
      .map((inner) => suggestion(inner, found))
      .join('');
    return [
      {
        path,
        wanted: `${wanted.join(', or ')}${issue.message}${hint}`,
        found: describeValue(found),
      },
    ];
  }
  return meant
    .flatMap((inner) => problemsOf(inner, found))
    .map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
}

function isOfAnotherKind(issue: Issue): boolean {
  return issue.path.length === 0 && ['invalid_type', 'invalid_value'].includes(issue.code);
}

function unknownKey(path: Path, key: string, known: readonly string[]): SchemaProblem {
  const near = nearestName(key, known);
  const wanted =
    near === undefined
      ? `one of the keys ${known.join(SEPARATOR)}`
      : `a known key (did you mean "${near}"?)`;
  return { path, wanted, found: `the unknown key ${quote(key)}` };
}

function suggestion(issue: Issue, found: unknown): string {
  if (typeof found !== 'string') return '';
  const near = nearestName(found, candidates(issue));
  return near === undefined ? '' : ` (did you mean "${near}"?)`;
}

function candidates(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  return issue.code === 'invalid_union' ? optionsOf(issue) : [];
}

/** Zod hands the names that a discriminator may have to the issue, though its type lacks them. */
function optionsOf(issue: object): string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
}

const SEPARATOR = ', ';

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};

type RawIssue = z.core.$ZodRawIssue;

/** Zod's issue → what was wanted. For unknown keys: the known ones. */
function wantedWords(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${kind(issue)}${discriminator(issue)}${meaning(issue)}`;
    case 'invalid_value':
      return oneOf(issue.values.map((value) => JSON.stringify(value)));
    case 'invalid_union':
      return issue.errors.length > 0
        ? meaning(issue)
        : oneOf(optionsOf(issue).map((name) => JSON.stringify(name)));
    case 'unrecognized_keys':
      return issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape).join(SEPARATOR) : '';
    case 'too_small':
      return bound('at least', 'more than', issue.minimum, issue);
    case 'too_big':
      return bound('at most', 'less than', issue.maximum, issue);
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    default:
      return issue.code === 'invalid_format' ? `text of the form ${issue.format}` : 'another value';
  }
}

function kind({ expected, inst }: RawIssue & { code: 'invalid_type' }): string {
  const isWhole = inst instanceof z.ZodNumberFormat;
  return isWhole ? 'a whole number' : (KINDS[expected] ?? expected);
}

function discriminator({ inst }: RawIssue): string {
  return inst instanceof z.ZodDiscriminatedUnion ? ` with "${inst.def.discriminator}"` : '';
}

/** Of a field that is missing, also what it is for. */
function meaning({ input, inst }: RawIssue): string {
  if (input !== undefined || !(inst instanceof z.ZodType)) return '';
  const about = z.globalRegistry.get(inst)?.description;
  return about === undefined ? '' : ` (${about.charAt(0).toLowerCase()}${about.slice(1)})`;
}

function oneOf(names: readonly string[]): string {
  return names.length === 1 ? String(names[0]) : `one of ${names.join(', ')}`;
}

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };

function bound(
  inclusive: string,
  exclusive: string,
  limit: number | bigint,
  issue: { readonly inclusive?: boolean; readonly origin: string },
): string {
  return `${issue.inclusive === false ? exclusive : inclusive} ${limit}${UNITS[issue.origin] ?? ''}`;
}
