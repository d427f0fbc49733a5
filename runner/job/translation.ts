import type { Path } from './path.ts';
import type { Registries } from './registries.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Where a value of the job stands in what the user wrote. */
export interface Origin {
  /** Path in the file that was read. */
  readonly path: Path;
  /** Where that file only names another: the place in the other, such as `stages.lhs in a.json`. */
  readonly within?: string;
}

/** Something wrong that the translation itself has found. */
export interface OlderProblem extends Origin {
  readonly wanted: string;
  readonly found: string;
}

/** A file in the words of job files. */
export interface Translation {
  readonly fields: Fields;
  /** What stands below the project's defaults: the older tool's own. */
  readonly fallbacks: Fields;
  readonly problems: readonly OlderProblem[];
  /** Set where the file that it rests on cannot be used: all else would be told as missing. */
  readonly blocked?: true;
  /** Path of a value in the job → where the user has it. */
  origin(path: Path): Origin;
  /** What to say where a field is missing that such files never have. */
  readonly missing: Readonly<Record<string, string>>;
  /** What the file asks for and is done otherwise. */
  readonly notes: readonly string[];
}

/** What a translation may look at besides the file. */
export interface Surroundings {
  readonly registries: Registries;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly projectRoot: string;
  /** Folders that files named in the job must be inside of, in the order of looking. */
  readonly roots: readonly string[];
}

/** A job of ours needs no translation. */
export function asIs(fields: Fields): Translation {
  const origin = (path: Path): Origin => ({ path });
  return { fields, fallbacks: {}, problems: [], origin, missing: {}, notes: [] };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsIn(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** All but some keys. */
export function without(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
}
