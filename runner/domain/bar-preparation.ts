import type { BarImportReport, ImportedFile } from './bar-import.ts';
import type { CsvLayout } from './csv-layout.ts';
import type { BacktestSetup } from './executor.ts';

/** Where bars of one minute come from. Paths are absolute. */
export type PreparationSource =
  | (CsvLayout & {
      readonly kind: 'files';
      /** CSV files, or folders of them; or one Parquet file of bars. */
      readonly files: readonly string[];
      /** IANA zone of times that do not say theirs (default UTC). */
      readonly timezone?: string;
      /** Prepares nothing where a row is bad. */
      readonly strict: boolean;
    })
  | {
      readonly kind: 'lean';
      /** Root of a folder in LEAN's data layout. */
      readonly folder: string;
      readonly securityType: BacktestSetup['securityType'];
      readonly market: string;
      /** LEAN's ticker, where it differs from the symbol. */
      readonly ticker: string;
    }
  | {
      readonly kind: 'synthetic';
      /** Weekdays. */
      readonly days: number;
      /** `YYYY-MM-DD` */
      readonly start: string;
      readonly seed: number;
    };

export interface PreparationOptions {
  readonly symbol: string;
  readonly source: PreparationSource;
  /** Where `{SYMBOL}_m1.parquet` goes; made where it is missing. */
  readonly folder: string;
  /** `HH:MM-HH:MM` of weekdays, or `all`; the symbol's own where absent. */
  readonly hours?: string;
  /** Zone of these hours; the symbol's own where absent. */
  readonly hoursTimezone?: string;
  /** Makes a file that is there anew. */
  readonly replace: boolean;
}

/** What a preparation did, or found done. Moments are ISO 8601 in UTC. */
export interface PreparationReport {
  readonly symbol: string;
  readonly file: string;
  /** True where the file was there already and was left as it is. */
  readonly existing: boolean;
  /** True where the bars are made up. */
  readonly synthetic: boolean;
  readonly source: string;
  readonly bytes: number;
  readonly bars: number;
  readonly first: string;
  readonly last: string;
  /** Such as `07:00-23:00 Europe/Berlin, weekdays`; `all` where nothing was left out. */
  readonly hours: string;
  readonly files: readonly ImportedFile[];
  readonly rows: number;
  readonly duplicates: number;
  readonly out_of_order: number;
  readonly bad_rows: BarImportReport['bad_rows'];
  /** Bars that lay outside the hours. */
  readonly outside_hours: number;
  readonly gaps: BarImportReport['gaps'];
  readonly notes: readonly string[];
  readonly seconds: number;
}

/** A file of prepared bars, as it is found. */
export interface PreparedBars
  extends Pick<
    PreparationReport,
    'symbol' | 'file' | 'bytes' | 'bars' | 'first' | 'last' | 'gaps'
  > {
  readonly synthetic: boolean;
  readonly source: string;
  /** Why it cannot be read; null where it can. */
  readonly problem: string | null;
}

/** A calendar that was put beside the bars. */
export interface CalendarReport {
  readonly file: string;
  readonly events: number;
  readonly high_impact: number;
  readonly currencies: readonly string[];
  readonly first: string | null;
  readonly last: string | null;
}
