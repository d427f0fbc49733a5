import type { JobInput } from './job-schema.ts';
import type { Path } from './path.ts';
import type { Registries } from './registries.ts';

/** Notes one thing that is wrong with the job; reading goes on, so that all are told at once. */
export type Report = (path: Path, wanted: string, found: string) => void;

/** What the steps from a checked file to a job share. */
export interface JobContext {
  readonly registries: Registries;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Root of the project; relative strategies and data folders start here. */
  readonly projectRoot: string;
  /** Folder that holds `config/`, `runs/` and `.leantune/`. */
  readonly home: string;
  /** Folders that files named in the job must be inside of, in the order of looking. */
  readonly roots: readonly string[];
  /** Whether its paths are the choice of the user of this terminal, who may name any. */
  readonly trusted: boolean;
  /** Name of the job file. */
  readonly file: string;
  /** What its files ask for and is done otherwise. */
  readonly notes: readonly string[];
  readonly report: Report;
  /** Whether the job says anything under a key, be it usable or not. */
  given(key: keyof JobInput): boolean;
}

/** The fields of a job that passed the schema; those that did not are absent. */
export type ValidFields = { readonly [Key in keyof JobInput]?: JobInput[Key] | undefined };
