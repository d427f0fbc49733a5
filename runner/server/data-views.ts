import type { PreparedBars } from '../domain/bar-preparation.ts';
import type { DataListing } from '../domain/data-listing.ts';

/** `GET /api/data`: what data there is. `?fresh=1` looks again. */
export interface MarketDataView {
  /** When it was looked at, ISO 8601. */
  readonly as_of: string;
  readonly seconds: number;
  /** By the word or path by which jobs name each. */
  readonly folders: Readonly<Record<string, DataListing>>;
  readonly prepared: readonly PreparedBars[];
}

/** `GET /api/spaces`: how large what jobs search is. */
export interface SpacesView {
  readonly as_of: string;
  readonly jobs: readonly SpaceView[];
}

export interface SpaceView {
  readonly file: string;
  /** Where it stands: dropped, or an example. */
  readonly place: 'config' | 'examples';
  readonly strategy: string | null;
  readonly symbols: readonly string[];
  readonly parameters: number | null;
  /** Decimal text; null where continuous or not known. */
  readonly grid_size: string | null;
  /** Of all its searches; null where only time ends them, or not known. */
  readonly evaluations: number | null;
  /** By the rate of an earlier run of the strategy; null where there is none. */
  readonly expected: {
    readonly seconds: number;
    /** Of the whole grid; null where continuous. */
    readonly grid_seconds: number | null;
    readonly run: string;
  } | null;
  /** Why it cannot be planned; null where it can. */
  readonly problem: string | null;
}
