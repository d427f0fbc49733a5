import type { SearchSpec } from './search-results.ts';

/** Given to the thread that writes a search's outputs. */
export interface OutputsSettings {
  /** The symbol's folder in the run. */
  readonly folder: string;
  /** Where the outputs go. */
  readonly reports: string;
  readonly spec: SearchSpec;
}

export type OutputsRequest =
  /** Results up to an id, while the search runs. */
  | { readonly type: 'partial'; readonly settled: number }
  | { readonly type: 'all'; readonly excel: boolean };

/** One for each request. */
export interface OutputsAnswer {
  readonly error: string | null;
  readonly ms: number;
}
