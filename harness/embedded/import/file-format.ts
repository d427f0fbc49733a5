import type { DateOrder } from './parse-moment.ts';

export const FIELDS = ['date', 'time', 'open', 'high', 'low', 'close', 'volume'] as const;

export type Field = (typeof FIELDS)[number];

/** Position of each field in a row, counted from 0; -1 where the file has none. */
export type Columns = Readonly<Record<Field, number>>;

/** How a file of bars is written. */
export interface FileFormat {
  readonly file: string;
  readonly delimiter: string;
  /** Lines before the first bar: headings, comments. */
  readonly skip: number;
  readonly header: boolean;
  readonly columns: Columns;
  /** Null where the first lines fit more than one order: see `candidates`. */
  readonly order: DateOrder | null;
  readonly candidates: readonly DateOrder[];
  readonly decimal: '.' | ',';
  /** The zone that the headings name for times. */
  readonly zone: string | null;
}

/** What the user says of all files; the rest is found. */
export interface FormatHints {
  readonly delimiter?: string;
  readonly columns?: readonly string[];
  readonly dateFormat?: string;
  readonly decimal?: '.' | ',';
}
