import type { CsvLayout } from './csv-layout.ts';
import type { BacktestSetup } from './executor.ts';
import type { Gap } from './gap.ts';

export type Resolution = BacktestSetup['resolution'];

/** What is to be read and where it goes. Paths are absolute. */
export interface BarImportOptions extends CsvLayout {
  /** CSV files, or folders of them; every one holds bars of the one symbol. */
  readonly files: readonly string[];
  readonly symbol: string;
  readonly securityType: BacktestSetup['securityType'];
  readonly market: string;
  /** Root of LEAN's data layout; made where it is missing. */
  readonly dataFolder: string;
  /** IANA zone of times that do not say theirs (default: the zone that the market's data is kept in). */
  readonly timezone?: string;
  /** Found from the spacing of the bars unless given. */
  readonly resolution?: Resolution;
  /** Puts the new bars in place of those that are there. */
  readonly replace: boolean;
  /** Imports nothing where a row is bad. */
  readonly strict: boolean;
}

/** How a file was read. */
export interface ImportedFile {
  readonly file: string;
  /** Rows with content, headings not counted. */
  readonly rows: number;
  readonly delimiter: string;
  readonly header: boolean;
  readonly date_order: string;
  readonly decimal: string;
}

/** A row that holds no bar. */
export interface BadRow {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly wanted: string;
  readonly found: string;
}

/** What an import did. Dates are `YYYY-MM-DD`, in the zone that the bars are kept in. */
export interface BarImportReport {
  readonly symbol: string;
  readonly security_type: BacktestSetup['securityType'];
  readonly market: string;
  readonly resolution: Resolution;
  readonly data_folder: string;
  /** The zone that times without one were read in, and the one that bars are kept in. */
  readonly timezone: string;
  readonly data_timezone: string;
  readonly files: readonly ImportedFile[];
  readonly rows: number;
  readonly bars: number;
  readonly first: string;
  readonly last: string;
  readonly out_of_order: number;
  /** Rows of a time that a row before had. The first of them stays. */
  readonly duplicates: {
    readonly count: number;
    readonly differing: number;
    /** Times of the first ones that differ. */
    readonly shown: readonly string[];
  };
  readonly bad_rows: { readonly count: number; readonly shown: readonly BadRow[] };
  readonly gaps: {
    readonly missing_days: number;
    readonly days: readonly Gap[];
    /** Inside sessions that have bars; of minute bars only. */
    readonly missing_minutes: number;
    readonly days_with_missing_minutes: number;
    /** The days that miss most. */
    readonly minutes: readonly Gap[];
  };
  /** Files that were written, from the data folder on; a folder ends with a slash. */
  readonly written: readonly string[];
  /** Each says something that the one who uses the bars should know. */
  readonly notes: readonly string[];
  readonly seconds: number;
}
