/** The data of one symbol in a folder of LEAN's layout. */
export interface ListedData {
  readonly security_type: string;
  readonly market: string;
  readonly resolution: string;
  /** As files spell it, such as `spy` or `eurusd`. */
  readonly symbol: string;
  readonly files: number;
  readonly bytes: number;
  /** Null where each day is a file and they were not all read. */
  readonly bars: number | null;
  /** `YYYY-MM-DD`; null where there is none. */
  readonly first: string | null;
  readonly last: string | null;
  /** Weekdays between first and last without a bar, holidays among them; null where not known. */
  readonly missing_weekdays: number | null;
  /** The longest row of such weekdays; null where there is none. */
  readonly longest_gap: {
    readonly start: string;
    readonly end: string;
    readonly days: number;
  } | null;
  /** Why it cannot be read; null where it can. */
  readonly problem: string | null;
}

/** A folder of market data. */
export interface DataListing {
  readonly folder: string;
  readonly there: boolean;
  readonly entries: readonly ListedData[];
  /** True where there is more than was looked at. */
  readonly cut: boolean;
}
