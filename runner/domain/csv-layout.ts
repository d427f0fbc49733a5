/** How a file of comma separated values is written; what is absent is found by reading it. */
export interface CsvLayout {
  readonly delimiter?: string;
  /** Names of the columns from left to right; `-` for one that is not wanted. */
  readonly columns?: readonly string[];
  /** `ymd`, `mdy`, `dmy`, a pattern such as `DD/MM/YYYY`, `unix` or `unix-ms`. */
  readonly dateFormat?: string;
  readonly decimal?: '.' | ',';
}
