/** Where someone stands in columns; -1 before the first bar. */
export interface Cursor {
  readonly index: number;
}
